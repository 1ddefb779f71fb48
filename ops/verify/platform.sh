# For scripts to source: docker-compose.yml as a project of its own, gone when the script ends.
#
# Needs a running Docker engine with compose 2.24 or later, curl and jq. Images are pulled, unless STANDINS=1: then they are
# made of Debian packages (stand-in-images.sh), and Grafana is left out. LOG is a file for what the containers wrote.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/../.."
. ops/verify/common.sh

[[ -z "${STANDINS:-}" ]] || eval "$(ops/verify/stand-in-images.sh)"
work="$(mktemp -d)"
docker/env.sh >"$work/.env"
export OPADPO_LISTEN="127.0.0.1:${PORT:-18080}" GRAFANA_LISTEN="127.0.0.1:${GRAFANA_PORT:-13000}" \
  JAEGER_LISTEN="127.0.0.1:${JAEGER_PORT:-26686}"
compose() { docker compose --project-name opadpo-verify --env-file "$work/.env" "$@"; }
end() {
  compose logs --no-color >"${LOG:-/dev/null}" 2>&1 || true
  compose down --volumes --timeout 5 >/dev/null 2>&1 || true
  rm -rf "$work"
}
trap end EXIT
key="$(sed -n 's/^OPADPO_BOOTSTRAP_KEY=//p' "$work/.env")"
gateway="http://$OPADPO_LISTEN"
up() { compose up --detach "$@" >"$work/up" 2>&1 || { tail -n 20 "$work/up"; fail "containers do not start"; }; }
services=(gateway rollout feedback dataset trainer)
# All containers of the chosen profiles. What makes prompts comes last, as compose gives up where a service starts slowly.
start() {
  local each everything=()
  for each in $(compose config --services); do
    [[ "$each" == grafana && -n "${STANDINS:-}" || "$each" == demo-prompts ]] || everything+=("$each")
  done
  up --no-build "${everything[@]}"
  for each in "${services[@]}"; do
    until [[ "$(docker inspect --format '{{.State.Health.Status}}' "opadpo-verify-$each-1")" == healthy ]]; do sleep 1; done
  done
  say "  healthy: ${services[*]}"
  up --no-build demo-prompts
}
# Starts the demonstration's pipeline and prints its id.
pipeline() { # [SEED]
  local prompts
  until prompts="$(get /v1/prompt-sets | jq --exit-status --raw-output '.items[] | select(.name == "samples") | .id')"; do
    sleep 1
  done
  api --header 'Content-Type: application/json' --header "Idempotency-Key: verify-${1:-1}" --data "$(jq --null-input \
    --arg set "$prompts" --argjson seed "${1:-1}" '{name: "verify", prompt_set: $set, model: "llava-lab",
      rollout: {concurrency: 1, sampling: {max_tokens: 120, seed: $seed}, samples: 3},
      opa: {options: {rank: 8, epochs: 4, batch: 3, checkpoint_every: 4}},
      opa_dpo: {options: {epochs: 4, batch: 3, checkpoint_every: 4}}}')" "$gateway/v1/pipelines" | jq --raw-output .id
}
# Asks Prometheus.
query() { compose exec --no-TTY prometheus promtool query instant http://localhost:9090 "$1"; }
