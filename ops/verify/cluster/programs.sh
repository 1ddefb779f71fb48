#!/usr/bin/env bash
# Builds what a Kubernetes of one node consists of, from Go modules, into a folder. What is there already is kept.
#
#   ops/verify/cluster/programs.sh FOLDER
#
# Needs Go, 10 GB for its caches, and time: some 20 minutes on two cores. KUBERNETES is the version (v1.34.4); kubectl may
# be one minor version away from it.
set -euo pipefail
folder="$(mkdir -p "$1" && cd "$1" && pwd)"
kubernetes="${KUBERNETES:-v1.34.4}"
sources="$(mktemp -d)"
trap 'rm -rf "$sources"' EXIT
export CGO_ENABLED=0 GOFLAGS="-mod=mod -buildvcs=false"

# A copy of a module, which may be changed.
copy() { # MODULE@VERSION NAME
  cp -r "$(cd "$sources" && go mod download -json "$1" | sed -n 's/^\t"Dir": "\(.*\)",$/\1/p')" "$sources/$2"
  chmod -R u+w "$sources/$2"
}
build() { # SOURCES PACKAGE NAME [FLAGS OF THE LINKER]
  [[ -x "$folder/$3" ]] || (cd "$sources/$1" && go build -trimpath -ldflags "-s -w ${4:-}" -o "$folder/$3" "$2")
}
missing() { for each; do [[ -x "$folder/$each" ]] || return 0; done; return 1; }

if missing kube-{apiserver,controller-manager,scheduler,proxy} kubelet prometheus-adapter; then
  copy "k8s.io/kubernetes@$kubernetes" kubernetes
  minor="${kubernetes#v1.}"
  # Its own modules come from a folder that is no part of it; they are released as v0 with the same numbers.
  rm -rf "$sources/kubernetes/vendor" "$sources/kubernetes"/go.work*
  sed -i -E "/=> \.\/staging/d; s#^(\s+k8s\.io/[a-z0-9-]+) v0\.0\.0( .*)?\$#\1 v0.$minor\2#" "$sources/kubernetes/go.mod"
  for package in k8s.io/component-base/version k8s.io/client-go/pkg/version; do
    version+=" -X $package.gitVersion=$kubernetes -X $package.gitMajor=1 -X $package.gitMinor=${minor%%.*}"
  done
  for each in kube-apiserver kube-controller-manager kube-scheduler kubelet kube-proxy; do
    build kubernetes "./cmd/$each" "$each" "$version"
  done
  # The adapter with the libraries that are compiled already, instead of its own: what it requires is left out.
  for each in prometheus-adapter@v0.12.0 custom-metrics-apiserver@v1.34.0 metrics-server@v0.8.0; do
    copy "sigs.k8s.io/$each" "${each%@*}"
    printf 'module sigs.k8s.io/%s\n\ngo 1.24.0\n' "${each%@*}" >"$sources/${each%@*}/go.mod"
    (cd "$sources/kubernetes" && go mod edit -require "sigs.k8s.io/$each" -replace "sigs.k8s.io/${each%@*}=../${each%@*}")
  done
  # Since then a context is asked for.
  sed -i 's/cmd\.Run(stopCh)/cmd.Run(wait.ContextForChannel(stopCh))/; s#^import (#import (\n\t"k8s.io/apimachinery/pkg/util/wait"#' \
    "$sources/prometheus-adapter/cmd/adapter/adapter.go"
  build kubernetes sigs.k8s.io/prometheus-adapter/cmd/adapter prometheus-adapter
fi
if missing kube-router; then # Enforces NetworkPolicies.
  copy github.com/cloudnativelabs/kube-router/v2@v2.1.0 kube-router
  build kube-router ./cmd/kube-router kube-router
fi
if missing coredns; then # With no more plugins than names of services need.
  mkdir "$sources/coredns"
  cat >"$sources/coredns/main.go" <<'END'
package main

import (
	"github.com/coredns/coredns/coremain"

	_ "github.com/coredns/coredns/plugin/errors"
	_ "github.com/coredns/coredns/plugin/health"
	_ "github.com/coredns/coredns/plugin/kubernetes"
	_ "github.com/coredns/coredns/plugin/ready"
)

func main() { coremain.Run() }
END
  (cd "$sources/coredns" && go mod init coredns && go get github.com/coredns/coredns@v1.14.7)
  build coredns . coredns
fi
if missing pause; then # Holds a pod's network.
  mkdir "$sources/pause"
  cat >"$sources/pause/main.go" <<'END'
package main

import (
	"os"
	"os/signal"
	"syscall"
)

func main() {
	ended := make(chan os.Signal, 1)
	signal.Notify(ended, syscall.SIGTERM, syscall.SIGINT)
	<-ended
}
END
  (cd "$sources/pause" && go mod init pause)
  build pause . pause
fi
