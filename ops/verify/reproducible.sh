#!/usr/bin/env bash
# Builds the committed sources twice, in two folders of different names, and compares every archive byte by byte.
#
#   ops/verify/reproducible.sh [-o]          options go to Maven: -o builds offline
#
# Needs a JDK 17 and git. Names each archive that differs and ends with 1 if there is one.
set -euo pipefail
cd "$(dirname "$0")/../.."

work="$(mktemp -d)"
trap 'rm -rf "$work"' EXIT
for each in first a-second-one; do
  git clone --quiet --no-hardlinks . "$work/$each"
  echo "$(date +%T) building in $each"
  (cd "$work/$each" && ./mvnw -q -B "$@" -DskipTests -Dspotless.check.skip=true package)
done
cd "$work/first"
count=0 different=0
while IFS= read -r jar; do
  count=$((count + 1))
  cmp --silent "$jar" "../a-second-one/$jar" || { echo "differs: $jar"; different=$((different + 1)); }
done < <(find . -path '*/target/*.jar' | sort)
echo "$(date +%T) $count archives, $different differ"
((count > 0 && different == 0))
