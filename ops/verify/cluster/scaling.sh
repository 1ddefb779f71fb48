# The autoscalers with their metric, and replicas that share jobs.
say "Autoscaling"
sed '/^rules:/d; s/^  external:/externalRules:/' k8s/monitoring/prometheus-adapter.yaml >"$work/config.yaml"
kubectl create namespace monitoring >/dev/null
kubectl -n monitoring create configmap prometheus-adapter --from-file "$work/config.yaml" >/dev/null
kubectl apply -f ops/verify/cluster/monitoring.yaml >/dev/null 2>&1
for each in prometheus prometheus-adapter; do
  kubectl -n monitoring rollout status "deployment/$each" --timeout 5m >/dev/null || fail "$each does not start"
done
metric() { kubectl get --raw "/apis/external.metrics.k8s.io/v1beta1/namespaces/$namespace/opadpo_jobs_open?labelSelector=kind%3D$1" 2>/dev/null; }
until [[ "$(metric rollout | jq '.items | length' 2>/dev/null)" == 1 ]]; do alive; sleep 2; done
up="$(kubectl get --raw '/api/v1/namespaces/monitoring/services/prometheus:9090/proxy/api/v1/query?query=sum(up)' | jq -r '.data.result[0].value[1]')"
say "  Prometheus reaches $up pods; opadpo_jobs_open: $(metric rollout | jq -r '.items[0].value')"
k apply -f k8s/base/autoscaling.yaml >/dev/null
# Ten minutes are long to wait for.
k patch hpa rollout --type merge --patch '{"spec": {"behavior": {"scaleDown": {"stabilizationWindowSeconds": 30}}}}' >/dev/null
k scale deployment/gateway deployment/feedback --replicas 2 >/dev/null
for i in $(seq 12); do
  jq -n --arg set "$prompts" --argjson seed "$i" '{prompt_set: $set, model: "llava-lab", samples: 6, concurrency: 1,
    sampling: {max_tokens: 120, seed: $seed}}' | post /v1/rollouts >/dev/null
done
start=$SECONDS most=0
while true; do
  alive
  open="$(sql "SELECT count(*) FROM jobs WHERE kind = 'rollout' AND state IN ('READY', 'RUNNING')")"
  now="$(k get deployment rollout -o jsonpath='{.status.readyReplicas}')"
  ((${now:-0} <= most)) || { most="$now"; say "  $most replicas of rollout, $open jobs open, $((SECONDS - start)) s"; }
  [[ "$open" != 0 || "$most" -lt 2 ]] || break
  ((SECONDS - start < 1200)) || fail "$open jobs open, $most replicas: $(k describe hpa rollout)"
  sleep 1
done
sql "SELECT '           ' || worker || ': ' || count(*) FROM jobs WHERE kind = 'rollout' AND state = 'SUCCEEDED' AND pipeline IS NULL GROUP BY worker"
