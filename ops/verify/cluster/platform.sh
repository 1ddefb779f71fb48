# What cluster.sh asks of the platform and of its pods.
namespace=opadpo
k() { kubectl --namespace "$namespace" "$@"; }
services=(gateway rollout feedback dataset trainer)

make_images() {
  eval "$(ops/verify/stand-in-images.sh)"
  local module target
  for each in "${services[@]}" demo; do
    [[ -z "${IMAGES:-}" ]] || break
    case "$each" in gateway) module=gateway ;; demo) module=quickstart ;; *) module="$each-service" ;; esac
    target=service; [[ "$each" != trainer ]] || target=trainer
    docker build -q -f docker/Dockerfile --build-arg JDK="$OPADPO_JDK_IMAGE" --build-arg JRE="$OPADPO_JRE_IMAGE" \
      --build-arg SERVICE="$module" --target "$target" -t "opadpo/$each:dev" . >/dev/null
  done
  # As the official image: its user has this number, and it is asked to shut down fast, not when all clients have gone.
  docker build -q -t opadpo-verify/postgres:18 - >/dev/null <<END
FROM $POSTGRES_IMAGE
USER root
RUN groupmod -g 999 postgres; usermod -u 999 -g 999 postgres; chown -R 999:999 /var/lib/postgresql /var/run/postgresql
USER postgres
STOPSIGNAL SIGINT
END
  docker tag "$PROMETHEUS_IMAGE" opadpo-verify/prometheus:local
  for each in pause coredns prometheus-adapter; do
    tar -C "$programs" -c "$each" | docker import --change "ENTRYPOINT [\"/$each\"]" - "opadpo-verify/$each:local" >/dev/null
  done
}

load_images() {
  for each in "${services[@]}" demo; do load "opadpo/$each:dev"; done
  for each in pause coredns prometheus-adapter prometheus postgres; do
    load "opadpo-verify/$each:$([[ "$each" == postgres ]] && echo 18 || echo local)"
  done
  load_as opadpo-verify/postgres:18 postgres:18
}

# Storage: a folder of this machine, as a volume for whoever claims one.
volume() { # NAME [ACCESS MODE]
  mkdir -p "$work/volumes/$1"
  kubectl apply -f - >/dev/null <<END
apiVersion: v1
kind: PersistentVolume
metadata: {name: "volume-$1"}
spec:
  capacity: {storage: 200Gi}
  accessModes: ["${2:-ReadWriteOnce}"]
  local: {path: "$work/volumes/$1"}
  nodeAffinity:
    required: {nodeSelectorTerms: [{matchExpressions: [{key: kubernetes.io/hostname, operator: In, values: [$node]}]}]}
END
}

post() { api --header 'Content-Type: application/json' --data @- "$gateway$1"; }
sql() { k exec postgres-0 -- psql --username opadpo --no-align --tuples-only --command "$1" 2>/dev/null; }
# One that runs and does not go.
pod() {
  k get pods --selector "app.kubernetes.io/name=$1" -o json | jq -r '[.items[] |
    select(.status.phase == "Running" and .metadata.deletionTimestamp == null)][0] | "pod/\(.metadata.name)"'
}

# As a crash would: SIGKILL to the container's first process, from outside.
crash() { # SERVICE
  local id
  id="$(k get "$(pod "$1")" -o jsonpath='{.status.containerStatuses[0].containerID}')"
  kill -KILL "$(tasks | awk -v id="${id#*//}" '$1 == id {print $2}')"
}
# As the loss of a node would: the pod goes at once.
vanish() { k delete "$(pod "$1")" --force --grace-period 0 >/dev/null 2>&1; }
ready() { # SERVICE…
  for each; do
    k rollout status "$(k get deployment,statefulset --selector "app.kubernetes.io/name=$each" -o name)" --timeout 10m >/dev/null ||
      { k get pods; k get events --sort-by .lastTimestamp | tail -n 20; fail "$each is not ready"; } >&2
  done
}

# What policies.sh made beside pods.
policies_end() {
  end server
  end outside
  ip link delete opadpo-out 2>/dev/null || true
}

# What prod.sh made beside pods.
prod_end() {
  # Its claims may outlive the wait: the cluster ends before they do.
  [[ ! -e "$KUBECONFIG" ]] || kubectl delete namespace opadpo-prod --ignore-not-found --wait=false >/dev/null 2>&1 || true
  docker rm --force --volumes opadpo-cluster-database opadpo-cluster-blobs >/dev/null 2>&1 || true
  docker network rm opadpo-cluster-database opadpo-cluster-blobs >/dev/null 2>&1 || true
}
