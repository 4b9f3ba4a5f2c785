package dev.tuneplan.agent;

/** Why the wrapper ended the trainer, if it did. */
enum Stop {
  NONE,
  SIGNAL,
  BUDGET,
  STALL
}
