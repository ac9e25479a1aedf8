#!/usr/bin/env bash
# Compiles every header of the project by itself: a header that leans on what another included fails here.
set -euo pipefail
root="$1" compiler="$2" build="$3"
cd "$root"
qt="$(pkg-config --cflags Qt6Widgets Qt6Svg Qt6PrintSupport Qt6Test 2>/dev/null || true)"
if [ -z "$qt" ]; then
  base="$(dirname "$(find /usr/include -maxdepth 3 -type d -name QtCore -print -quit)")"
  qt="-I$base"
  for module in QtCore QtGui QtWidgets QtSvg QtPrintSupport QtTest; do qt="$qt -I$base/$module"; done
fi
export compiler qt root build
flags="-std=c++20 -fPIC -fsyntax-only -Wall -Wextra -Wno-missing-field-initializers -x c++"
export flags
check() {
  header="$1"
  # C headers of the runtime are for C too.
  if ! $compiler $flags -I"$root" -I"$build" $qt -Wno-pragma-once-outside-header "$header" 2> "$2"; then
    echo "does not compile alone: $header"
    head -5 "$2"
    return 1
  fi
}
export -f check
errors="$(mktemp -d)"
trap 'rm -rf "$errors"' EXIT
number=0
git ls-files -- 'engine/*.h' 'profiler/*.h' 'views/*.h' 'app/*.h' | while read -r header; do
  number=$((number + 1))
  printf '%s\0%s\0' "$header" "$errors/$number"
done | xargs -0 -n 2 -P "$(nproc)" bash -c 'check "$0" "$1"' || { echo "some headers do not compile alone"; exit 1; }
echo "every header compiles alone"
