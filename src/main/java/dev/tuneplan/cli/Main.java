package dev.tuneplan.cli;

import dev.tuneplan.base.InvalidInput;
import dev.tuneplan.kube.api.ClusterFault;
import dev.tuneplan.ledger.LedgerFault;
import java.io.PrintWriter;
import java.nio.file.InvalidPathException;
import java.util.function.BiConsumer;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;

/** The entry point: the only place that ends the process. */
@Command(
    name = "tuneplan",
    description = "Plans LLM fine-tuning runs: what they need, how long they take, what they cost.",
    mixinStandardHelpOptions = true,
    version = "tuneplan " + Main.VERSION,
    footer = {
      "",
      "Exit codes: 0 ok, 1 failed, 2 bad input, 3 over budget, 4 does not fit, 5 cluster away or"
          + " refusing, 6 run failed, 70 a bug.",
      "Begin with: tuneplan plan examples/support-bot.yaml"
    })
public final class Main {
  /** Of this tuneplan. */
  static final String VERSION = "0.1.0";

  Main() {}

  /** Runs a command and exits with its code. */
  public static void main(String[] args) {
    run(Subcommands::add, args);
  }

  /**
   * Runs a command and exits with its code.
   *
   * @param subcommands adds those that there are, or those that the line's first word asks for
   */
  static void run(BiConsumer<CommandLine, String> subcommands, String... args) {
    PrintWriter out = new PrintWriter(System.out, true, java.nio.charset.StandardCharsets.UTF_8);
    PrintWriter err = new PrintWriter(System.err, true, java.nio.charset.StandardCharsets.UTF_8);
    int code = run(subcommands, out, err, args);
    out.flush();
    err.flush();
    // nothing is left to run at shutdown, and System.exit would load the logging of exits first
    Runtime.getRuntime().halt(code);
  }

  @Option(
      names = {"-v", "--verbose"},
      scope = CommandLine.ScopeType.INHERIT,
      hidden = true,
      description = "say more; with faults, where in the program they arose")
  private boolean verbose;

  /** Whether the user asked to be told more. */
  static boolean verbose(@Nullable CommandSpec command) {
    return command != null && command.root().userObject() instanceof Main main && main.verbose;
  }

  /** Runs a command; output goes to the writers. */
  static int run(PrintWriter out, PrintWriter err, String... args) {
    return run(Subcommands::add, out, err, args);
  }

  private static int run(
      BiConsumer<CommandLine, String> subcommands,
      PrintWriter out,
      PrintWriter err,
      String... args) {
    boolean verbose = Stream.of(args).anyMatch(a -> a.equals("-v") || a.equals("--verbose"));
    CommandLine line = new CommandLine(new Main());
    subcommands.accept(line, args.length == 0 ? "--help" : args[0]);
    line.setOut(out);
    line.setErr(err);
    line.setCaseInsensitiveEnumValuesAllowed(true);
    line.setParameterExceptionHandler(new WrongWords());
    line.setExecutionExceptionHandler((e, c, r) -> {
      if (e instanceof InvalidInput bad) {
        bad.problems().forEach(p -> err.println(p));
        if (verbose) {
          e.printStackTrace(err);
        }
        return ExitCode.USAGE.code;
      }
      if (e instanceof ClusterFault fault) {
        err.println(fault.sentence());
        if (verbose) {
          e.printStackTrace(err);
        }
        return ExitCode.CLUSTER.code;
      }
      if (e instanceof LedgerFault fault) {
        err.println(fault.getMessage());
        if (verbose) {
          e.printStackTrace(err);
        }
        return ExitCode.FAILED.code;
      }
      if (e instanceof InvalidPathException path) {
        err.println(
            "'" + path.getInput().replace("\0", "\\0") + "' is no path: " + path.getReason());
        return ExitCode.USAGE.code;
      }
      err.println(
          e instanceof java.io.IOException
              ? "cannot read or write: " + e.getMessage()
              : "internal error: " + e + "; run again with -v and report it");
      if (verbose) {
        e.printStackTrace(err);
      }
      return e instanceof java.io.IOException ? ExitCode.FAILED.code : ExitCode.INTERNAL.code;
    });
    if (args.length == 0) {
      line.usage(out);
      return ExitCode.OK.code;
    }
    return line.execute(args);
  }

  /** Prints a command's result. */
  static void print(@Nullable CommandSpec command, String text) {
    if (command != null) {
      PrintWriter out = command.commandLine().getOut();
      out.print(text);
      out.flush();
    }
  }

  /** Says something beside a command's result, which other programs may read. */
  static void note(@Nullable CommandSpec command, String text) {
    if (command != null) {
      PrintWriter err = command.commandLine().getErr();
      err.println(text);
      err.flush();
    }
  }
}
