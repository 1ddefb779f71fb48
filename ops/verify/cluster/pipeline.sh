# The dev overlay as docs/deploy.md says, and a pipeline during which pods die.
say "The dev overlay"
key="opk_$(od -An -N24 -tx1 /dev/urandom | tr -d ' \n')"
kubectl apply -f k8s/overlays/dev/namespace.yaml >/dev/null
k create secret generic opadpo --from-literal=OPADPO_DATABASE_PASSWORD=database --from-literal=OPADPO_BOOTSTRAP_KEY="$key" \
  --from-literal=OPADPO_SERVICE_KEY="$(od -An -N32 -tx1 /dev/urandom | tr -d ' \n')" >/dev/null
k create secret generic opadpo-judges --from-literal=OPADPO_JUDGE_KEY=none >/dev/null
for each in 1 2 3; do volume "$each"; done
start=$SECONDS
kubectl apply -k k8s/overlays/dev >"$work/apply" 2>&1 || fail "$(cat "$work/apply")"
! grep -i warning "$work/apply" || fail "the API warns"
ready postgres "${services[@]}" corrector
k wait --for condition=Complete job/migrate job/demo-prompts --timeout 10m >/dev/null || fail "a job has not ended"
say "  $(grep -c created "$work/apply") objects; migrated, pods ready and pictures uploaded after $((SECONDS - start)) s; restarts: $(
  k get pods -o json | jq '[.items[].status.containerStatuses[]?.restartCount] | add')"
for each in "${services[@]}"; do
  k exec "$(pod "$each")" --container "$each" -- bash -c '[[ $(id -u) == 10001 && "$(tr "\0" " " </proc/1/cmdline)" == java\ * ]] &&
    ! touch /app/x 2>/dev/null && [[ "$(grep CapEff /proc/self/status)" == *0000000000000000 ]] &&
    [[ "$(grep Seccomp: /proc/self/status)" == *2 ]] && [[ ! -e /var/run/secrets/kubernetes.io ]]' || fail "rights of $each"
done
say "  all without root, capabilities and tokens, under seccomp, Java as process 1, root file system read-only"
careless="$(k run careless --image opadpo/demo:dev 2>&1)" && fail "a pod with rights is let in"
[[ "$careless" == *'violates PodSecurity "restricted'* ]] || fail "$careless"
say "  a pod that asks for more is refused by PodSecurity"
gateway="http://$(k get service gateway -o jsonpath='{.spec.clusterIP}'):8080"
prompts="$(get /v1/prompt-sets | jq -er '.items[] | select(.name == "samples") | .id')"

say "A pipeline; each pod dies in the middle of its stage"
pipeline="$(jq -n --arg set "$prompts" '{name: "verify", prompt_set: $set, model: "llava-lab",
  rollout: {concurrency: 1, sampling: {max_tokens: 120, seed: 1}, samples: 3}, feedback: {concurrency: 1},
  opa: {options: {rank: 8, epochs: 8, batch: 3, checkpoint_every: 4}},
  opa_dpo: {options: {epochs: 32, batch: 3, checkpoint_every: 1000}}}' | post /v1/pipelines | jq -r .id)"
restart() { k rollout restart "statefulset/$1" >/dev/null; }
# What dies in a stage, and how much of it is done before. With so few checkpoints only the last one, made when the trainer
# is asked to go, can be what opa_dpo goes on from.
declare -A deaths=([rollout]="vanish:rollout crash:trainer" [feedback]="crash:feedback vanish:corrector"
  [dataset]="vanish:dataset" [opa]="crash:trainer crash:postgres" [opa_dpo]="restart:trainer"
  [evaluation]="crash:gateway vanish:trainer")
declare -A after=([rollout]=4 [feedback]=4 [dataset]=0 [opa]=6 [opa_dpo]=3 [evaluation]=4)
start=$SECONDS
while true; do
  now="$(get "/v1/pipelines/$pipeline")"
  state="$(jq -r .state <<<"$now")"
  [[ "$state" == RUNNING || "$state" == WAITING ]] || break
  # Training counts samples before it counts steps.
  read -r stage items < <(jq -r '[.stages[] | select(.state == "RUNNING")][0] // empty | "\(.stage) \(
    if (.stage | startswith("opa")) and .progress.unit != "steps" then 0 else .progress.done // 0 end)"' <<<"$now") || stage=
  if [[ -n "$stage" && -n "${deaths[$stage]:-}" ]] && ((items >= after[$stage])); then
    for death in ${deaths[$stage]}; do
      "${death%:*}" "${death#*:}"
      say "  $death in stage $stage after $items"
    done
    unset "deaths[$stage]"
  fi
  ((SECONDS - start < 2400)) || fail "the pipeline is $state after forty minutes: $now"
  sleep 0.2
done
say "  $state after $((SECONDS - start)) s; not reached: ${!deaths[*]}"
[[ "$state" == SUCCEEDED ]] || fail "$(jq .stages <<<"$now")"
ready postgres
sql "SELECT '           ' || kind || ': ' || state || ', crashes ' || crashes || ', errors ' || errors || coalesce(', trained from step ' ||
  (SELECT string_agg(data ->> 'from_step', ', ' ORDER BY seq) FROM job_events WHERE job = id AND type = 'training_started'), '')
  FROM jobs WHERE pipeline = '$pipeline' ORDER BY finished"
# From where it went on; empty if it had ended before it was asked to go.
resumed="$(sql "SELECT data ->> 'from_step' FROM job_events JOIN jobs ON jobs.id = job
  WHERE kind = 'opa-dpo' AND type = 'training_started' ORDER BY seq OFFSET 1")"
[[ "$resumed" != 0 ]] || fail "the restarted trainer began anew"
items="$(sql "SELECT string_agg(line, ', ') FROM (SELECT jobs.kind || ' ' || count(*) || ' ' || work_items.state AS line
  FROM work_items JOIN jobs ON jobs.id = job GROUP BY jobs.kind, work_items.state ORDER BY 1) x")"
say "  items: $items"
[[ "$items" == "evaluation 60 DONE, feedback 27 DONE, rollout 27 DONE" ]] || fail "27 answers, corrections and 60 scores are due"
