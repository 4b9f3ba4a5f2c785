package dev.tuneplan.template;

/** A callable without parts of its own that two looks at the same place give equal. */
interface Attribute {}
