package dev.tuneplan.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class AgentInstallTest {
  @TempDir private Path folder;

  private Path from;
  private Path to;

  @BeforeEach
  void anAgent() throws Exception {
    from = folder.resolve("from");
    to = folder.resolve("volume");
    Path bin = Files.createDirectories(from.resolve("bin"));
    Files.writeString(bin.resolve("tuneplan"), "#!/bin/sh\n");
    assertThat(bin.resolve("tuneplan").toFile().setExecutable(true, false)).isTrue();
    Files.writeString(Files.createDirectories(from.resolve("lib/deep")).resolve("a.jar"), "a");
  }

  @Test
  void copiesEverythingAndLeavesProgramsExecutable() throws Exception {
    AgentInstall.copy(from, to);
    assertThat(to.resolve("bin/tuneplan")).hasContent("#!/bin/sh").isExecutable();
    assertThat(to.resolve("lib/deep/a.jar")).hasContent("a");
    assertThat(Files.isExecutable(to.resolve("lib/deep/a.jar"))).isFalse();
  }

  @Test
  void beginsAnewOverWhatACopyThatWasCutShortLeft() throws Exception {
    Files.writeString(Files.createDirectories(to.resolve("bin")).resolve("tuneplan"), "#!");
    AgentInstall.copy(from, to);
    assertThat(to.resolve("bin/tuneplan")).hasContent("#!/bin/sh").isExecutable();
  }
}
