/**
 * Texts to tokens: tokenizers of Hugging Face and OpenAI, and an approximation where neither is
 * given. Imports base and files.
 */
@NullMarked
package dev.tuneplan.tokenizer;

import org.jspecify.annotations.NullMarked;
