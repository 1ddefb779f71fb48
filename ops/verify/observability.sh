#!/usr/bin/env bash
# Runs docker-compose.yml and a pipeline, and says what can be seen of it: alert rules and their tests, each query of the
# dashboard, the pipeline's trace in Jaeger, and the log.
#
#   ./mvnw -q -B -DskipTests package && ops/verify/observability.sh
#
# What it needs, and its settings, are in platform.sh. With STANDINS=1 Jaeger is left out, unless $JAEGER is its executable.
traced="${JAEGER:-}"
[[ -n "${STANDINS:-}" ]] || traced=image
[[ -z "$traced" ]] || export COMPOSE_PROFILES=cpu,demo,traces OTEL_EXPORTER_OTLP_ENDPOINT=http://jaeger:4318
. "$(dirname "$0")/platform.sh"
dashboard=docker/grafana/dashboards/platform.json
# Panels that may be empty: there may be no GPU, nothing may have failed, and a training may fall between two scrapes.
silent=("GPU memory" "Server errors" "Training loss" "Training speed")

say "Start"
start
# Two, as what a counter begins with is no growth, and one may be over between two scrapes.
for seed in 1 2; do
  pipeline="$(pipeline "$seed")"
  say "Pipeline $pipeline"
  began=$SECONDS
  while true; do
    now="$(get "/v1/pipelines/$pipeline")"
    state="$(jq --raw-output .state <<<"$now")"
    [[ "$state" == RUNNING || "$state" == WAITING ]] || break
    ((SECONDS - began < 1800)) || fail "the pipeline is $state after half an hour: $now"
    sleep 1
  done
  [[ "$state" == SUCCEEDED ]] || fail "$(jq .stages <<<"$now")"
done
sleep 30 # two scrapes, and spans on their way

say "Alert rules"
promtool() { compose exec --no-TTY prometheus promtool "$@"; }
promtool test rules /etc/prometheus/alerts.test.yml >"$work/rules" 2>&1 || { cat "$work/rules"; fail "tests of alert rules"; }
say "  all tests pass; firing now: $(query 'ALERTS{alertstate="firing"}' | grep '=>' || echo none)"

say "Dashboard"
jq --raw-output '.panels[] | .title as $title | .targets[] | "\($title)\t\(.expr)"' "$dashboard" >"$work/queries"
# Not a number is what a panel shows as nothing.
while IFS=$'\t' read -r title expression; do
  found="$(query "max_over_time(($expression)[1h:15s])" </dev/null | grep --count '=> [^N]' || true)"
  if ((found == 0)); then
    [[ " ${silent[*]} " == *" $title "* ]] || fail "nothing in \"$title\": $expression"
    say "  nothing in \"$title\""
  fi
done <"$work/queries"
say "  $(wc -l <"$work/queries") queries of $(jq '.panels | length' "$dashboard") panels"

say "Log"
for each in "${services[@]}"; do docker logs "opadpo-verify-$each-1" >>"$work/log" 2>&1; done
jq --raw-input --compact-output 'fromjson?' "$work/log" >"$work/lines"
! grep --invert-match --extended-regexp '^(\{|NOTE: Picked up )' "$work/log" || fail "lines that are not JSON"
trace="$(jq --slurp --raw-output --arg pipeline "$pipeline" \
  '[.[] | select(.pipeline_id == $pipeline).trace_id] | unique | join(" ")' "$work/lines")"
[[ "$trace" =~ ^[0-9a-f]{32}$ ]] || fail "lines of the pipeline are of these traces: $trace"
jq --slurp --raw-output --arg pipeline "$pipeline" 'map(select(.pipeline_id == $pipeline)) |
  "  \(length) lines of the pipeline, \(map(.job_id) | unique | length) jobs: \(map(.kind) | unique | join(", "))"' \
  "$work/lines"

if [[ -n "$traced" ]]; then
  say "Trace $trace"
  curl --silent --fail "http://$JAEGER_LISTEN/api/traces/$trace" >"$work/trace" || fail "Jaeger does not know trace $trace"
  jq --raw-output --from-file ops/verify/trace.jq "$work/trace" || fail "the trace is not whole"
fi

sed --quiet 's/^[A-Z0-9_]*\(PASSWORD\|KEY\|SECRET\)=\(.\+\)/\2/p' "$work/.env" >"$work/secrets"
echo 'X-Amz-Signature' >>"$work/secrets"
! grep --fixed-strings --file "$work/secrets" "$work/log" "$work/trace" 2>/dev/null || fail "secrets"
say "All as it should be"
