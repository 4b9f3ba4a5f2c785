# Finds the JDK that everything here needs; to be sourced.

is25() { [ -x "$1/bin/java" ] && grep -qs '^JAVA_VERSION="25[".]' "$1/release"; }

# Prints the home of a JDK 25, or says how to get one and fails.
jdk25() {
  local candidate
  for candidate in "${JAVA_HOME:-}" /usr/lib/jvm/* "$HOME"/.sdkman/candidates/java/* \
    "$HOME"/.jdks/* /Library/Java/JavaVirtualMachines/*/Contents/Home; do
    if [ -n "$candidate" ] && is25 "$candidate"; then
      echo "$candidate"
      return
    fi
  done
  if candidate=$(command -v java); then
    candidate=$(readlink -f "$candidate")
    candidate=${candidate%/bin/java}
    if is25 "$candidate"; then
      echo "$candidate"
      return
    fi
  fi
  echo "tuneplan needs a JDK 25 and found none in JAVA_HOME, on PATH, in /usr/lib/jvm or SDKMAN." >&2
  echo "Get one with 'apt install temurin-25-jdk' or 'sdk install java 25-tem', or set JAVA_HOME." >&2
  return 1
}
