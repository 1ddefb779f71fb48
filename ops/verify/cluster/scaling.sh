# The autoscalers with their metric, and replicas that share jobs.
say "Autoscaling"
sed '/^rules:/d; s/^  external:/externalRules:/' k8s/monitoring/prometheus-adapter.yaml >"$work/config.yaml"
kubectl apply -f ops/verify/cluster/monitoring.yaml --selector name=monitoring >/dev/null
kubectl -n monitoring create configmap prometheus-adapter --from-file "$work/config.yaml" >/dev/null
kubectl apply -f ops/verify/cluster/monitoring.yaml >/dev/null 2>&1
for each in prometheus prometheus-adapter; do
  kubectl -n monitoring rollout status "deployment/$each" --timeout 5m >/dev/null || fail "$each does not start"
done
external=/apis/external.metrics.k8s.io/v1beta1
metric() { kubectl get --raw "$external/namespaces/$namespace/opadpo_jobs_open?labelSelector=kind%3D$1" 2>/dev/null; }
start=$SECONDS
until [[ "$(metric rollout | jq '.items | length' 2>/dev/null)" == 1 ]]; do
  ((SECONDS - start < 300)) || fail "the metric does not come: $(kubectl get apiservice v1beta1.external.metrics.k8s.io)"
  sleep 2
done
prometheus=/api/v1/namespaces/monitoring/services/prometheus:9090/proxy
up="$(kubectl get --raw "$prometheus/api/v1/query?query=sum(up)" | jq -r '.data.result[0].value[1]')"
say "  Prometheus reaches $up pods; opadpo_jobs_open: $(metric rollout | jq -r '.items[0].value')"
k apply -f k8s/base/autoscaling.yaml >/dev/null
# Ten minutes are long to wait for.
k patch hpa rollout --type merge --patch '{"spec": {"behavior": {"scaleDown": {"stabilizationWindowSeconds": 60}}}}' >/dev/null
open=12
for i in $(seq "$open"); do
  jq -n --arg set "$prompts" --argjson seed "$i" '{prompt_set: $set, model: "llava-lab", samples: 64, concurrency: 1,
    sampling: {max_tokens: 120, seed: $seed}}' | post /v1/rollouts >/dev/null
done
start=$SECONDS most=0 shared=0
while true; do
  alive
  read -r open workers < <(sql "SELECT count(*) || ' ' || count(DISTINCT worker) FILTER (WHERE state = 'RUNNING') FROM jobs
    WHERE kind = 'rollout' AND state IN ('READY', 'RUNNING')")
  now="$(k get deployment rollout -o jsonpath='{.status.readyReplicas}')"
  ((${now:-0} <= most && workers <= shared)) ||
    say "  $now replicas of rollout, $workers at work, $open jobs open, $((SECONDS - start)) s"
  ((${now:-0} <= most)) || most="$now"
  ((workers <= shared)) || shared="$workers"
  [[ "$open" != 0 ]] || break
  ((SECONDS - start < 1200)) || fail "$open jobs open, $most replicas: $(k describe hpa rollout)"
  sleep 1
done
say "  all jobs done after $((SECONDS - start)) s"
((shared >= 2)) || fail "one replica did all"
until [[ "$(k get deployment rollout -o jsonpath='{.spec.replicas}')" == 1 ]]; do
  ((SECONDS - start < 1800)) || fail "rollout is not scaled down: $(k describe hpa rollout)"
  sleep 2
done
say "  one replica again after $((SECONDS - start)) s"

say "Two trainers"
volume 4
k scale statefulset/trainer --replicas 2 >/dev/null
ready trainer
dataset="$(get /v1/datasets | jq -r '.items[0].id')"
for i in 1 2; do
  jq -n --arg set "$dataset" --argjson seed "$i" '{kind: "opa", model: "llava-lab", dataset: $set,
    options: {rank: 8, epochs: 8, batch: 3, seed: $seed}}' | post /v1/trainings >/dev/null
done
start=$SECONDS
until [[ "$(sql "SELECT count(*) FROM jobs WHERE kind = 'opa' AND pipeline IS NULL AND state = 'SUCCEEDED'")" == 2 ]]; do
  ((SECONDS - start < 900)) || fail "$(sql "SELECT state, last_error FROM jobs WHERE kind = 'opa' AND pipeline IS NULL")"
  sleep 2
done
sql "SELECT '           ' || worker || ': from ' || started::time(0) || ' to ' || finished::time(0) FROM jobs
  WHERE kind = 'opa' AND pipeline IS NULL ORDER BY started"
[[ "$(sql "SELECT count(DISTINCT worker) FROM jobs WHERE kind = 'opa' AND pipeline IS NULL")" == 2 ]] ||
  fail "one trainer did both"
