#!/usr/bin/env bash
# Makes an image that stands in for Docker's official postgres image where none can be pulled.
#
#   ops/verify/postgres-image.sh [IMAGE [SUITE]]      (postgres:local, and the suite this machine runs)
#
# PostgreSQL is the one of the Debian suite (bookworm: 15, trixie: 17, forky: 18), fetched from the mirror in this
# machine's own apt sources. Run by root on a Debian with debootstrap, docker and a running engine. For tests only.
set -euo pipefail

image="${1:-postgres:local}"
suite="${2:-$(. /etc/os-release && echo "$VERSION_CODENAME")}"
mirror="$(apt-get indextargets --format '$(REPO_URI)' 'Created-By: Packages' 'Label: Debian' 'Component: main' |
  head -n 1)"
[[ -n "$mirror" ]] || { echo "no Debian mirror in the apt sources (is apt-get update still to be run?)" >&2; exit 1; }
# A suite that is younger than this debootstrap is made like every suite since sid.
script="/usr/share/debootstrap/scripts/$suite"
[[ -e "$script" ]] || script=/usr/share/debootstrap/scripts/sid

root="$(mktemp -d)"
trap 'rm -rf --one-file-system "$root"' EXIT
chmod 755 "$root"
debootstrap --variant=minbase --include=postgresql "$suite" "$root" "$mirror" "$script"
rm -rf "$root"/var/cache/apt/* "$root"/var/lib/apt/lists/* "$root"/var/lib/postgresql/* "$root"/etc/apt/sources.list*

# As the official image does: a first start without network to make the database, then the one that serves. Each logs
# "database system is ready to accept connections"; Testcontainers waits for the second.
cat >"$root/usr/local/bin/docker-entrypoint.sh" <<'ENTRYPOINT'
#!/bin/bash
set -euo pipefail
PATH="$(echo /usr/lib/postgresql/*/bin):$PATH"
if [[ "$1" == postgres && ! -s "$PGDATA/PG_VERSION" ]]; then
  user="${POSTGRES_USER:-postgres}"
  database="${POSTGRES_DB:-$user}"
  initdb --username="$user" --pwfile=<(printf '%s\n' "${POSTGRES_PASSWORD:?}") --encoding=UTF8 --locale=C.UTF-8 \
    --auth-local=trust --auth-host=scram-sha-256
  echo "host all all all scram-sha-256" >>"$PGDATA/pg_hba.conf"
  echo "listen_addresses = '*'" >>"$PGDATA/postgresql.conf"
  pg_ctl -w start -o "-c listen_addresses=''"
  [[ "$database" == postgres ]] || createdb --username="$user" --maintenance-db=postgres "$database"
  pg_ctl -w stop -m fast
fi
# A group may have been given all files of the volume.
[[ "$1" != postgres ]] || chmod 700 "$PGDATA"
exec "$@"
ENTRYPOINT
chmod 755 "$root/usr/local/bin/docker-entrypoint.sh"

# Its user has a number that Kubernetes' manifests know, and it is asked to shut down fast, not when all clients have gone.
chroot "$root" sh -c 'groupmod -g 999 postgres && usermod -u 999 -g 999 postgres && chown -R 999:999 /var/lib/postgresql \
  /var/run/postgresql /var/log/postgresql /etc/postgresql'

tar -C "$root" --numeric-owner -c . | docker import \
  --change 'USER postgres' \
  --change 'STOPSIGNAL SIGINT' \
  --change 'ENV PGDATA=/var/lib/postgresql/data' \
  --change 'EXPOSE 5432' \
  --change 'ENTRYPOINT ["docker-entrypoint.sh"]' \
  --change 'CMD ["postgres"]' \
  - "$image"
docker run --rm "$image" sh -c '/usr/lib/postgresql/*/bin/postgres --version'
