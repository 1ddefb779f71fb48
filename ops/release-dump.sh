#!/usr/bin/env bash
# Makes the test data of upgrades: what the database of a released version holds after its demonstration, as plain SQL.
#
#   ops/release-dump.sh COMMIT VERSION       as in: ops/release-dump.sh a86e408 0.1.0
#
# Builds the version's quick start, runs it with a small lab, and writes its database into
# quickstart/src/test/resources/releases/VERSION.sql.gz. Add the version's migrations to migrations.sha256 beside it.
# Needs pg_dump of the embedded server's version or later.
set -euo pipefail
cd "$(dirname "$0")/.."

commit="${1:?a commit or tag}" version="${2:?its version}"
work="$(mktemp -d)"
server=
end() {
  [[ -z "$server" ]] || kill "$server" 2>/dev/null || true
  [[ -z "$server" ]] || wait "$server" 2>/dev/null || true
  git worktree remove --force "$work/source" 2>/dev/null || true
  rm -rf "$work"
}
trap end EXIT
git worktree add --quiet --detach "$work/source" "$commit"
(cd "$work/source" && ./mvnw -q -B -DskipTests -Dspotless.check.skip=true -pl quickstart -am package)
quickstart=(java -jar "$work/source/quickstart/target/quickstart.jar" --data "$work/data" --port 0)
"${quickstart[@]}" --exit --scenes 8 --tests 4
"${quickstart[@]}" --no-job >"$work/log" 2>&1 &
server=$!
until [[ -s "$work/data/postgres/postmaster.pid" ]] && grep -q ready "$work/data/postgres/postmaster.pid"; do
  kill -0 "$server" 2>/dev/null || { tail "$work/log" >&2; exit 1; }
  sleep 1
done
port="$(sed -n 4p "$work/data/postgres/postmaster.pid")"
# Image features and the like are blobs; rows are all there is here. Key hashes are of keys that nobody has any more.
PGPASSWORD="$(cat "$work/data/keys/database-password")" \
  pg_dump --host 127.0.0.1 --port "$port" --username opadpo --no-owner --no-privileges --inserts --rows-per-insert 100 opadpo |
  grep -v '^\\\(un\)\?restrict' | gzip --best --no-name >"quickstart/src/test/resources/releases/$version.sql.gz"
