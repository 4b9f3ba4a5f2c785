#!/usr/bin/env bash
# gpus.sh DIR: waits until the real node is Ready and gives it GPUs that are not there, with the labels of NVIDIA's GPU
# feature discovery. A kubelet that starts takes the capacity away again, so part.sh calls this too.
# TUNEPLAN_CLUSTER_GPU, _GPU_COUNT and _GPU_MIB name others.
set -euo pipefail
here=$(cd "$(dirname "$0")" && pwd)
. "$here/lib.sh"
export PATH="$(cluster_cache)/bin:$PATH" KUBECONFIG=$1/admin.kubeconfig
product=${TUNEPLAN_CLUSTER_GPU:-NVIDIA-H100-80GB-HBM3} count=${TUNEPLAN_CLUSTER_GPU_COUNT:-8} mib=${TUNEPLAN_CLUSTER_GPU_MIB:-81559}
for _ in $(seq 60); do
  if kubectl wait --for=condition=Ready node/node-1 --timeout=1s > /dev/null 2>&1; then ready=1 && break; fi
  sleep 0.3
done
[ -n "${ready:-}" ] || fail "the node node-1 is not Ready: $(kubectl get node node-1 -o 'jsonpath={.status.conditions[?(@.type=="Ready")].message}' 2>&1)"
kubectl patch node node-1 --subresource=status --type=json -p "[
  {\"op\": \"add\", \"path\": \"/status/capacity/nvidia.com~1gpu\", \"value\": \"$count\"},
  {\"op\": \"add\", \"path\": \"/status/allocatable/nvidia.com~1gpu\", \"value\": \"$count\"}]" > /dev/null
kubectl label node node-1 --overwrite nvidia.com/gpu.present=true nvidia.com/gpu.product="$product" nvidia.com/gpu.count="$count" \
  nvidia.com/gpu.memory="$mib" nvidia.com/gpu.replicas=1 nvidia.com/gpu.sharing-strategy=none nvidia.com/mig.capable=true \
  nvidia.com/gpu.family=hopper nvidia.com/cuda.driver.major=580 node.kubernetes.io/instance-type=p5.48xlarge \
  topology.kubernetes.io/region=us-east-1 topology.kubernetes.io/zone=us-east-1a > /dev/null
