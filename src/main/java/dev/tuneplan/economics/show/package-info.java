/** What paths cost over time, as a picture. Pure. Imports economics and reconcile.show. */
@NullMarked
package dev.tuneplan.economics.show;

import org.jspecify.annotations.NullMarked;
