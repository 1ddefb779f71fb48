# The prod overlay in a namespace of its own, with what says "example" put in: PostgreSQL with TLS and Garage as containers
# beside the cluster, in the overlay's networks, and a GPU that the node only claims to have, so the trainer is the CPU's.
say "The prod overlay"
# Two cores are for one of them.
kubectl delete apiservice v1beta1.external.metrics.k8s.io --ignore-not-found >/dev/null
for each in opadpo elsewhere monitoring; do
  kubectl -n "$each" delete --all --timeout 12m horizontalpodautoscalers,deployments,statefulsets,jobs >/dev/null
  kubectl -n "$each" delete --all --timeout 12m pods >/dev/null
done
mkdir -p "$work/prod"
cp -r k8s/base k8s/overlays "$work/prod/"
cat >"$work/prod/kustomization.yaml" <<END
apiVersion: kustomize.config.k8s.io/v1beta1
kind: Kustomization
namespace: opadpo-prod
resources: [overlays/prod]
END
printf 'apiVersion: v1\nkind: Namespace\nmetadata: {name: opadpo-prod}\n' | kubectl apply -f - >/dev/null
kubectl apply --dry-run=server -k "$work/prod" >"$work/prod/seen" 2>&1 || fail "$(cat "$work/prod/seen")"
! grep -i warning "$work/prod/seen" || fail "the API warns of prod"
say "  the API takes all $(wc -l <"$work/prod/seen") objects as they are"

cat >>"$work/prod/kustomization.yaml" <<END
images:
$(for each in "${services[@]}"; do
  printf -- '  - {name: registry.example/opadpo/%s, newName: opadpo/%s, newTag: dev}\n' "$each" "$each"
done)
patches:
  - patch: |
      apiVersion: v1
      kind: ConfigMap
      metadata: {name: opadpo}
      data:
        OPADPO_DATABASE_URL: jdbc:postgresql://10.20.0.10:5432/opadpo?sslmode=verify-full&sslrootcert=/etc/opadpo/database/ca.crt
        OPADPO_BLOBS_S3_BUCKET: opadpo
        OPADPO_BLOBS_S3_REGION: garage
        OPADPO_BLOBS_S3_ENDPOINT: http://10.20.1.10:443
  - patch: |
      apiVersion: v1
      kind: ConfigMap
      metadata: {name: trainer}
      data:
        application.yml: |
          opadpo.trainer: {work: /data, models: {llava-lab: {folder: /models/llava-lab}}}
  - patch: |
      apiVersion: apps/v1
      kind: StatefulSet
      metadata: {name: trainer}
      spec:
        template:
          spec:
            containers:
              - name: trainer
                resources: {requests: {cpu: 200m, memory: 3Gi}, limits: {memory: 3Gi}}
END
certificate database /CN=database IP:10.20.0.10
docker network create --subnet 10.20.0.0/24 opadpo-cluster-database >/dev/null
docker network create --subnet 10.20.1.0/24 opadpo-cluster-blobs >/dev/null
install -o 999 -g 999 -m 600 "$work/pki/database.key" "$work/prod/database.key"
chmod 755 "$work" "$work/prod"
docker run --detach --name opadpo-cluster-database --network opadpo-cluster-database --ip 10.20.0.10 \
  --env POSTGRES_DB=opadpo --env POSTGRES_USER=opadpo --env POSTGRES_PASSWORD=database \
  --volume "$work/prod/database.key:/tls/key:ro" --volume "$work/pki/database.crt:/tls/crt:ro" \
  opadpo-verify/postgres:18 postgres -c ssl=on -c ssl_key_file=/tls/key -c ssl_cert_file=/tls/crt >/dev/null
access="GK$(od -An -N12 -tx1 /dev/urandom | tr -d ' \n')" secret="$(od -An -N32 -tx1 /dev/urandom | tr -d ' \n')"
sed 's/:3900/:443/' docker/garage.toml >"$work/prod/garage.toml"
docker run --detach --name opadpo-cluster-blobs --network opadpo-cluster-blobs --ip 10.20.1.10 \
  --env GARAGE_RPC_SECRET="$(od -An -N32 -tx1 /dev/urandom | tr -d ' \n')" --env GARAGE_DEFAULT_BUCKET=opadpo \
  --env GARAGE_DEFAULT_ACCESS_KEY="$access" --env GARAGE_DEFAULT_SECRET_KEY="$secret" \
  --volume "$work/prod/garage.toml:/etc/garage.toml:ro" "$S3_IMAGE" /garage server --single-node --default-bucket >/dev/null

# A device that no driver offers, and the models on a volume.
kubectl label --overwrite node "$node" nvidia.com/gpu.present=true >/dev/null
kubectl patch node "$node" --subresource status --type merge \
  --patch '{"status": {"capacity": {"nvidia.com/gpu": "1"}, "allocatable": {"nvidia.com/gpu": "1"}}}' >/dev/null
mkdir -p "$work/volumes/models"
docker run --rm --user 0 --entrypoint bash --volume "$work/volumes/models:/models" opadpo/demo:dev -c \
  'java -cp app.jar io.opadpo.quickstart.demo.Demo lab /models && chmod -R a+rX /models' >/dev/null 2>&1
volume models ReadOnlyMany
volume prod-work ReadWriteOnce
kubectl -n opadpo-prod apply -f - >/dev/null <<END
apiVersion: v1
kind: PersistentVolumeClaim
metadata: {name: opadpo-models}
spec: {accessModes: [ReadOnlyMany], volumeName: volume-models, resources: {requests: {storage: 1Gi}}}
END
namespace=opadpo-prod
key="opk_$(od -An -N24 -tx1 /dev/urandom | tr -d ' \n')"
k create configmap opadpo-database-ca --from-file "$work/pki/ca.crt" >/dev/null
k create secret generic opadpo --from-literal=OPADPO_DATABASE_PASSWORD=database --from-literal=OPADPO_BOOTSTRAP_KEY="$key" \
  --from-literal=OPADPO_SERVICE_KEY="$(od -An -N32 -tx1 /dev/urandom | tr -d ' \n')" \
  --from-literal=OPADPO_BLOBS_S3_ACCESSKEY="$access" --from-literal=OPADPO_BLOBS_S3_SECRETKEY="$secret" >/dev/null
k create secret generic opadpo-judges --from-literal=OPADPO_JUDGE_KEY=none >/dev/null
start=$SECONDS
kubectl apply -k "$work/prod" >/dev/null
ready "${services[@]}"
k wait --for condition=Complete job/migrate --timeout 10m >/dev/null || fail "prod is not migrated"
say "  migrated over verified TLS, $(k get pods --no-headers | grep -c '1/1') pods ready after $((SECONDS - start)) s"
gateway="http://$(k get service gateway -o jsonpath='{.spec.clusterIP}'):8080"
docker run --rm --network host --env OPADPO_GATEWAY="$gateway" --env OPADPO_BOOTSTRAP_KEY="$key" --entrypoint java opadpo/demo:dev \
  -cp app.jar io.opadpo.quickstart.demo.Demo prompts >/dev/null 2>&1 || fail "no pictures can be uploaded"
prompts="$(get /v1/prompt-sets | jq -er '.items[0].id')"
rollout="$(jq -n --arg set "$prompts" '{prompt_set: $set, model: "llava-lab"}' | post /v1/rollouts | jq -r .id)"
for _ in $(seq 120); do
  state="$(get "/v1/jobs/$rollout" | jq -r .state)"
  [[ "$state" != SUCCEEDED ]] || break
  sleep 1
done
[[ "$state" == SUCCEEDED ]] || fail "the rollout is $state"
say "  pictures are in S3, and a rollout asked the trainer with the claimed GPU: $state"
prod_end
namespace=opadpo
