/**
 * An interpreter of the Jinja2 subset that Hugging Face chat templates use, behaving as
 * Transformers 5.23.0 renders them. Imports {@code base} only.
 */
@NullMarked
package dev.tuneplan.template;

import org.jspecify.annotations.NullMarked;
