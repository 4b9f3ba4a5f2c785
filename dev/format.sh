#!/bin/sh
# Checks or writes the format of the Java sources with google-java-format; Maven calls it.
# Usage: format.sh check|write CLASSPATH. A check looks at what changed since one that passed.
set -eu
mode=$1 classpath=$2
stamp=target/format.stamp
java=${TOOLCHAIN_JAVA_HOME:?is set by exec-maven-plugin from the toolchain}/bin/java
set -- src/main/java src/test/java src/jmh/java dev/image
for folder; do
  shift
  if [ -d "$folder" ]; then set -- "$@" "$folder"; fi
done

mkdir -p target
: >"$stamp.next"
# A new version of the formatter comes with a change of pom.xml.
if [ "$mode" = check ] && [ -f "$stamp" ] && [ -z "$(find pom.xml -newer "$stamp")" ]; then
  find "$@" -name '*.java' -newer "$stamp" >"$stamp.files"
else
  find "$@" -name '*.java' >"$stamp.files"
fi

if [ -s "$stamp.files" ]; then
  exports=
  for package in api code file parser tree util; do
    exports="$exports --add-exports=jdk.compiler/com.sun.tools.javac.$package=ALL-UNNAMED"
  done
  case $mode in
    check) how='--dry-run --set-exit-if-changed' ;;
    write) how=-i ;;
  esac
  # shellcheck disable=SC2086 # several options each
  if ! "$java" -XX:+UseSerialGC -XX:TieredStopAtLevel=1 $exports -cp "$classpath" \
    com.google.googlejavaformat.java.Main $how "@$stamp.files"; then
    if [ "$mode" = check ]; then
      echo "The files above are not formatted as google-java-format does; run 'make format'." >&2
    fi
    exit 1
  fi
fi
mv "$stamp.next" "$stamp"
