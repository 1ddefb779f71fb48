# What Jaeger's API says of a pipeline's trace. An error, if it is not whole.
.data[0] | .processes as $processes | [.spans[].spanID] as $ids
| [.spans[] | . + {
    service: $processes[.processID].serviceName,
    parents: [.references[] | select(.refType == "CHILD_OF").spanID],
    job: (.tags | map(select(.key == "opadpo.job.id").value) | first)}]
| map(select(.parents == []).operationName) as $roots
| map(select(.parents - $ids != []).operationName) as $orphans
| map(select(.job)) as $runs
| "  \(length) spans: \(group_by(.service) | map("\(.[0].service) \(length)") | join(", "))",
  "  it begins with \($roots | join(", "))",
  ($runs | sort_by(.startTime)[] | "  \(.operationName): \(.duration / 1e5 | round / 10) s in \(.service)"),
  if $roots != ["http post /v1/pipelines"] then error("it begins elsewhere")
  elif $orphans != [] then error("parents are missing of \($orphans)")
  elif group_by(.service) | length != 5 then error("not all services are in it")
  elif $runs | map(.operationName) | unique | length != 6 then error("not all stages are in it")
  else empty end
