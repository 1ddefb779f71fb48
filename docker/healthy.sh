#!/bin/bash
# Whether the process in this container answers 200 at a path (/readyz). Bash alone: images with a JRE need have no curl.
exec 3<>"/dev/tcp/127.0.0.1/$SERVER_PORT" || exit 1
printf 'GET %s HTTP/1.0\r\n\r\n' "${1:-/readyz}" >&3
read -r -t 4 _ status _ <&3
[[ "$status" == 200 ]]
