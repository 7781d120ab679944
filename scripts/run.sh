#!/usr/bin/env bash
# `make run`: sets up, builds and serves. Reads PORT, HOST, DATA, DATABASE, EMPTY; the second time it
# only starts the program.
source "$(dirname "${BASH_SOURCE[0]}")/common.sh"

port=${PORT:-8080}
host=${HOST:-127.0.0.1}
if ! [[ $port =~ ^[1-9][0-9]{0,4}$ ]] || ((port > 65535)); then
  fail "PORT=$port is not a port (1 to 65535)."
fi

# Before a long build rather than after it.
probe=$host
[[ $host == 0.0.0.0 || $host == :: ]] && probe=127.0.0.1
if (exec 3<>"/dev/tcp/$probe/$port") 2>/dev/null; then
  fail "Port $port on $probe is taken: by Qiao itself (then open http://$probe:$port) or by another program." \
    "Stop it, or choose another port: make run PORT=$((port < 65535 ? port + 1 : 8080))"
fi

scripts/packages.sh run
scripts/venv.sh Documents/worker/requirements.txt
scripts/build.sh release

arguments=(serve --host "$host" --port "$port" --data "${DATA:-./data}")
[[ -n ${DATABASE:-} ]] && arguments+=(--database "$DATABASE")
[[ -n ${EMPTY:-} && $EMPTY != 0 ]] && arguments+=(--empty)
# make's own settings are no settings of the program.
unset PORT HOST DATA DATABASE EMPTY
exec .build/release/qiao "${arguments[@]}"
