#!/bin/sh
# Prints a .env for docker-compose.yml, with secrets made up now:  docker/env.sh > .env
set -eu
umask 077
secret() { od -An -N "$1" -tx1 /dev/urandom | tr -d ' \n'; }
cat <<END
# cpu or gpu: the trainer. demo: a small model, a stand-in for the vision model, sample pictures.
COMPOSE_PROFILES=cpu,demo
OPADPO_DATABASE_PASSWORD=$(secret 16)
# The first user's key, and the one with which the services call each other.
OPADPO_BOOTSTRAP_KEY=opk_$(secret 24)
OPADPO_SERVICE_KEY=$(secret 32)
OPADPO_S3_ACCESS_KEY=GK$(secret 12)
OPADPO_S3_SECRET_KEY=$(secret 32)
OPADPO_S3_RPC_SECRET=$(secret 32)
GRAFANA_PASSWORD=$(secret 12)
# The key of the vision model that corrects: docker/config/feedback.yml.
OPADPO_JUDGE_KEY=
# Spans of requests and jobs, with "traces" in COMPOSE_PROFILES: docs/observability.md.
#OTEL_EXPORTER_OTLP_ENDPOINT=http://jaeger:4318
# Folder with models of your own, seen as /models/own: docker/config/trainer.yml.
#OPADPO_MODELS=/srv/models
# Folder below which prompt sets can be imported by path.
#OPADPO_IMPORTS=/srv/imports
END
