/**
 * What managed providers charge for fine-tuning and for fine-tuned models, and which rate a model's
 * name in a log stands for. Imports base and files.
 */
@NullMarked
package dev.tuneplan.managed;

import org.jspecify.annotations.NullMarked;
