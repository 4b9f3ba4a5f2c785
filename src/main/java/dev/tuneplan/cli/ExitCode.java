package dev.tuneplan.cli;

/** Exit codes of every command. */
enum ExitCode {
  OK(0),
  FAILED(1),
  USAGE(2),
  OVER_BUDGET(3),
  DOES_NOT_FIT(4),
  CLUSTER(5),
  RUN_FAILED(6),
  INTERNAL(70);

  final int code;

  ExitCode(int code) {
    this.code = code;
  }
}
