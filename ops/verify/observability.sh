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
# Panels that may be empty: there may be no GPU, and nothing may have failed.
silent=("GPU memory" "Server errors")

say "Start"
start
pipeline="$(pipeline)"
say "Pipeline $pipeline"
while true; do
  now="$(get "/v1/pipelines/$pipeline")"
  state="$(jq --raw-output .state <<<"$now")"
  [[ "$state" == RUNNING || "$state" == WAITING ]] || break
  ((SECONDS < 1800)) || fail "the pipeline is $state after half an hour: $now"
  sleep 1
done
[[ "$state" == SUCCEEDED ]] || fail "$(jq .stages <<<"$now")"
sleep 30 # two scrapes, and spans on their way

say "Alert rules"
promtool() { compose exec --no-TTY prometheus promtool "$@"; }
promtool test rules /etc/prometheus/alerts.test.yml >"$work/rules" 2>&1 || { cat "$work/rules"; fail "tests of alert rules"; }
say "  all tests pass; firing now: $(query 'ALERTS{alertstate="firing"}' | grep . || echo none)"

say "Dashboard"
jq --raw-output '.panels[] | .title as $title | .targets[] | "\($title)\t\(.expr)"' "$dashboard" >"$work/queries"
# Not a number is what a panel shows as nothing.
while IFS=$'\t' read -r title expression; do
  found="$(query "max_over_time(($expression)[1h:15s])" </dev/null | grep --count --invert-match '=> NaN' || true)"
  if ((found == 0)); then
    [[ " ${silent[*]} " == *" $title "* ]] || fail "nothing in \"$title\": $expression"
    say "  nothing in \"$title\""
  fi
done <"$work/queries"
say "  $(wc -l <"$work/queries") queries of $(jq '.panels | length' "$dashboard") panels"

say "Log"
compose logs --no-color --no-log-prefix "${services[@]}" 2>/dev/null >"$work/log"
jq --raw-input --compact-output 'fromjson?' "$work/log" >"$work/lines"
grep --invert-match '^{' "$work/log" | grep --invert-match '^NOTE: Picked up' && fail "lines that are not JSON"
jq --slurp --exit-status --raw-output --arg pipeline "$pipeline" 'map(select(.pipeline_id == $pipeline)) |
  "  \(length) lines of the pipeline, of \(map(.kind) | unique | join(", ")); without ids: \(
    map(select((.job_id and .trace_id and .span_id) | not)) | length); traces: \(map(.trace_id) | unique | join(", "))"' \
  "$work/lines"

if [[ -n "$traced" ]]; then
  say "Trace"
  trace="$(jq --slurp --raw-output --arg pipeline "$pipeline" 'first(.[] | select(.pipeline_id == $pipeline)).trace_id' \
    "$work/lines")"
  curl --silent --fail "http://$JAEGER_LISTEN/api/traces/$trace" >"$work/trace" || fail "Jaeger does not know trace $trace"
  jq --exit-status --raw-output '.data[0] | .processes as $processes | [.spans[].spanID] as $ids
    | [.spans[] | . + {service: $processes[.processID].serviceName,
        parents: [.references[] | select(.refType == "CHILD_OF").spanID]}]
    | (map(select(.parents == [])) | map(.operationName)) as $roots
    | (map(select(.parents - $ids != [])) | length) as $orphans
    | "  \(length) spans: \(group_by(.service) | map("\(.[0].service) \(length)") | join(", "))",
      "  begins with \($roots | join(", ")); spans whose parents are missing: \($orphans)",
      (.[] | select(.operationName | startswith("run ")) | "  \(.operationName) \(.duration / 1e6) s"),
      ($orphans == 0 and ($roots | length) == 1 and (group_by(.service) | length) == 5
        or error("the trace is not whole"))' "$work/trace" | grep --invert-match '^true$'
fi

sed --quiet 's/^[A-Z0-9_]*\(PASSWORD\|KEY\|SECRET\)=\(.\+\)/\2/p' "$work/.env" >"$work/secrets"
echo 'X-Amz-Signature' >>"$work/secrets"
! grep --fixed-strings --file "$work/secrets" "$work/log" "$work/trace" 2>/dev/null || fail "secrets"
say "All as it should be"
