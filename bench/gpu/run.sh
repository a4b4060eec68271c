#!/bin/sh
# Unpacks what pack.ts has packed, on a machine with a GPU that has neither Node nor a network, and measures there:
#   sh run.sh abecedary-gpu.tar.xz --out results
# All settings but the first argument are those of measure.ts. A folder instead of the package is taken as it is.
set -eu

begun=$(date +%s)
package=$1
shift

fail() {
  echo "run.sh: $*" >&2
  exit 2
}

[ "$(uname -s) $(uname -m)" = 'Linux x86_64' ] || fail "expected Linux on x86_64, got $(uname -s) $(uname -m)"

home=$(mktemp -d)
trap 'rm -rf "$home"' EXIT
if [ -d "$package" ]; then
  program=$package
else
  program=$home/program
  mkdir "$program"
  if command -v xz >/dev/null; then
    xz -dc "$package" | tar -xf - -C "$program"
  elif command -v python3 >/dev/null; then
    python3 -c 'import sys, tarfile; tarfile.open(sys.argv[1]).extractall(sys.argv[2])' "$package" "$program"
  else
    fail 'expected xz or python3 to unpack with, found neither'
  fi
fi
program=$(cd "$program" && pwd)

# Of the libraries that came along those that are not here: a driver is best served by its own machine's.
here=$(PATH="$PATH:/sbin:/usr/sbin" ldconfig -p 2>/dev/null || true)
mkdir "$home/lib"
for file in "$program"/lib/*; do
  case $here in
    *"${file##*/} (libc6,x86-64)"*) ;;
    *) ln -s "$file" "$home/lib/" ;;
  esac
done
export LD_LIBRARY_PATH="${LD_LIBRARY_PATH:+$LD_LIBRARY_PATH:}$home/lib"
"$program/bin/node" --version >/dev/null || {
  # The C++ library that is here is too old.
  LD_LIBRARY_PATH="$program/lib:$LD_LIBRARY_PATH"
  "$program/bin/node" --version >/dev/null || fail 'Node does not start here (it needs glibc 2.28 or later)'
}

mkdir "$home/work"
"$program/bin/node" "$program/bench/gpu/measure.js" --begun "$begun" --work "$home/work" "$@"
