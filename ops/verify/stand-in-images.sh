#!/usr/bin/env bash
# Makes the images that docker-compose.yml needs from Debian packages, where none can be pulled, and prints their names as
# variables for it. Garage is no Debian package: $GARAGE is its executable, or cargo builds one (12 minutes on two cores).
# There is none of Grafana, and one of Jaeger where $JAEGER is its executable (v2, go build ./cmd/jaeger).
#
#   eval "$(ops/verify/stand-in-images.sh)"
set -euo pipefail
here="$(cd "$(dirname "$0")" && pwd)"
exec 3>&1 1>&2

missing() { ! docker image inspect "$1" >/dev/null 2>&1; }
missing debian-jre:17 && "$here/debian-image.sh" debian-jre:17 bookworm openjdk-17-jre-headless
missing debian-jdk:17 && "$here/debian-image.sh" debian-jdk:17 bookworm openjdk-17-jdk-headless
missing debian-postgres:18 && "$here/postgres-image.sh" debian-postgres:18 forky
if missing debian-prometheus:2; then
  "$here/debian-image.sh" debian-prometheus:package bookworm prometheus
  docker build -q -t debian-prometheus:2 - <<'END'
FROM debian-prometheus:package
RUN mkdir -p /prometheus && chown 65534:65534 /prometheus
USER 65534
ENTRYPOINT ["/usr/bin/prometheus"]
END
fi
if missing debian-garage:2; then
  folder="$(mktemp -d)"
  trap 'rm -rf "$folder"' EXIT
  if [[ -z "${GARAGE:-}" ]]; then
    CARGO_TARGET_DIR="$folder/target" cargo install garage --locked --debug --root "$folder"
    GARAGE="$folder/bin/garage"
  fi
  mkdir "$folder/image"
  cp "$GARAGE" "$folder/image/garage"
  strip "$folder/image/garage" || true
  docker build -q -t debian-garage:2 -f - "$folder/image" <<'END'
FROM debian-jre:17
COPY garage /garage
END
fi
# As the image of the project is: docs/observability.md.
if [[ -n "${JAEGER:-}" ]]; then
  if missing jaeger:local; then
    folder="$(mktemp -d)"
    cp "$JAEGER" "$folder/jaeger"
    docker build -q -t jaeger:local -f - "$folder" <<'END'
FROM scratch
COPY jaeger /cmd/jaeger/jaeger-linux
ENV JAEGER_LISTEN_HOST=0.0.0.0
VOLUME /tmp
USER 10001
ENTRYPOINT ["/cmd/jaeger/jaeger-linux"]
END
    rm -r "$folder"
  fi
  echo export JAEGER_IMAGE=jaeger:local >&3
fi

cat >&3 <<'END'
export OPADPO_JDK_IMAGE=debian-jdk:17 OPADPO_JRE_IMAGE=debian-jre:17
export POSTGRES_IMAGE=debian-postgres:18 S3_IMAGE=debian-garage:2 PROMETHEUS_IMAGE=debian-prometheus:2
END
