#!/usr/bin/env bash
# Real PostgreSQL, Orthanc and Chromium for `npm run test:services`, from Debian packages.
#
#   scripts/services.sh         install what is missing, start both servers, write the addresses
#   scripts/services.sh stop    stop them and delete their data
#
# The servers start without systemd, in a fresh temporary directory, for this machine only. Addresses go to
# standard output and to $SERVICES_ENV (default .services.env), which test:services reads. Starting twice is
# harmless: servers that answer are left alone. Ports: POSTGRES_PORT, ORTHANC_PORT, ORTHANC_DICOM_PORT.
set -euo pipefail
cd "$(dirname "$0")/.."

ENV_FILE=$(realpath -m "${SERVICES_ENV:-.services.env}")
POSTGRES_PORT=${POSTGRES_PORT:-15432}
ORTHANC_PORT=${ORTHANC_PORT:-18042}
ORTHANC_DICOM_PORT=${ORTHANC_DICOM_PORT:-14242}
PACKAGES=(postgresql orthanc orthanc-dicomweb chromium)
POLICY=/usr/sbin/policy-rc.d

say() { printf '%s\n' "$*" >&2; }
fail() { say "services: $*"; exit 1; }
as_root() { if ((EUID == 0)); then "$@"; else sudo -n "$@"; fi; }

# --- install ------------------------------------------------------------------------------------------------

missing_packages() {
  local package
  for package in "${PACKAGES[@]}"; do
    [[ $(dpkg-query -Wf '${db:Status-Status}' "$package" 2>/dev/null) == installed ]] || echo "$package"
  done
}

install_missing() {
  local missing
  mapfile -t missing < <(missing_packages)
  ((${#missing[@]})) || return 0
  command -v apt-get >/dev/null || fail "needs Debian's apt-get to install ${missing[*]}"
  say "services: installing ${missing[*]}"
  # The packages would start servers of their own; Debian's hook for refusing that is this file.
  if [[ ! -e $POLICY ]]; then
    printf '#!/bin/sh\nexit 101\n' | as_root tee "$POLICY" >/dev/null
    as_root chmod 755 "$POLICY"
    trap 'as_root rm -f "$POLICY"' EXIT
  fi
  quietly as_root apt-get update
  quietly as_root env DEBIAN_FRONTEND=noninteractive apt-get install -y --no-install-recommends "${missing[@]}"
}

quietly() {
  local output
  output=$("$@" 2>&1 </dev/null) || {
    say "$output"
    fail "failed: $*"
  }
}

# --- start --------------------------------------------------------------------------------------------------

wait_for() {
  local what=$1
  shift
  for _ in $(seq 1 120); do
    if "$@" >/dev/null 2>&1; then return 0; fi
    sleep 0.5
  done
  fail "$what does not answer; its log is below $directory"
}

require_free() {
  if (exec 3<>"/dev/tcp/127.0.0.1/$1") 2>/dev/null; then fail "port $1 is taken; set $2 to another"; fi
}

# Servers refuse to run as root, or should: as root, use the account that the package made.
run_as() {
  local account=$1
  shift
  if ((EUID == 0)); then setpriv --reuid="$account" --regid="$account" --init-groups -- "$@"; else "$@"; fi
}

own_folder() {
  mkdir "$2"
  if ((EUID == 0)); then chown "$1" "$2"; fi
}

start_postgres() {
  local bin data=$directory/postgres password=$1
  bin=$(find /usr/lib/postgresql -mindepth 2 -maxdepth 2 -name bin | sort -V | tail -n 1)
  own_folder postgres "$data"
  printf '%s' "$password" | run_as postgres sh -c "umask 077 && cat >'$data/password'"
  run_as postgres "$bin/initdb" --pgdata="$data/cluster" --username=kairos --encoding=UTF8 --locale=C.UTF-8 \
    --auth=scram-sha-256 --pwfile="$data/password" >"$directory/initdb.log"
  run_as postgres "$bin/pg_ctl" start --silent --pgdata="$data/cluster" --log="$data/postgres.log" \
    --options="-p $POSTGRES_PORT -h 127.0.0.1 -k $data"
  wait_for PostgreSQL "$bin/pg_isready" -h 127.0.0.1 -p "$POSTGRES_PORT" -q
  PGPASSWORD=$password "$bin/createdb" -h 127.0.0.1 -p "$POSTGRES_PORT" -U kairos kairos
}

# Orthanc cannot bind to one address: RemoteAccessAllowed (HTTP) and the host check (DICOM) refuse other machines.
orthanc_configuration() {
  cat <<JSON
{
  "Name": "kairos-test",
  "HttpPort": $ORTHANC_PORT,
  "DicomPort": $ORTHANC_DICOM_PORT,
  "RemoteAccessAllowed": false,
  "AuthenticationEnabled": false,
  "DicomAlwaysAllowEcho": false,
  "DicomAlwaysAllowStore": false,
  "DicomCheckModalityHost": true,
  "DicomModalities": { "local": ["KAIROS", "127.0.0.1", 11112] },
  "StorageDirectory": "$1/storage",
  "IndexDirectory": "$1/storage",
  "Plugins": ["$2"],
  "DicomWeb": { "Enable": true, "Root": "/dicom-web/" }
}
JSON
}

start_orthanc() {
  local data=$directory/orthanc plugin
  plugin=$(dpkg -L orthanc-dicomweb | grep '/libOrthancDicomWeb\.so' | tail -n 1)
  own_folder orthanc "$data"
  orthanc_configuration "$data" "$plugin" >"$directory/orthanc.json"
  # shellcheck disable=SC2016
  run_as orthanc sh -c 'echo $$ >"$0/pid"; exec "$@"' "$data" \
    "$(command -v Orthanc || echo /usr/sbin/Orthanc)" "$directory/orthanc.json" \
    >"$directory/orthanc.log" 2>&1 </dev/null &
  disown
  wait_for Orthanc orthanc_answers
}

orthanc_answers() { node_or_curl "http://127.0.0.1:$ORTHANC_PORT/dicom-web/studies"; }

# A bare machine need not have curl.
node_or_curl() {
  if command -v curl >/dev/null; then curl -fsS "$1"; else
    node -e 'fetch(process.argv[1]).then((r) => process.exit(r.ok ? 0 : 1), () => process.exit(1))' "$1"
  fi
}

all_answer() {
  local KAIROS_TEST_POSTGRES_URL='' KAIROS_TEST_ORTHANC_URL='' KAIROS_TEST_CHROMIUM='' SERVICES_DIRECTORY=''
  [[ -f $ENV_FILE ]] || return 1
  # shellcheck disable=SC1090
  source "$ENV_FILE"
  [[ -x $KAIROS_TEST_CHROMIUM ]] && psql "$KAIROS_TEST_POSTGRES_URL" -qc 'select 1' >/dev/null 2>&1 &&
    node_or_curl "$KAIROS_TEST_ORTHANC_URL/system" >/dev/null 2>&1
}

start() {
  install_missing
  if all_answer; then
    say 'services: already running'
    cat "$ENV_FILE"
    return
  fi
  stop
  require_free "$POSTGRES_PORT" POSTGRES_PORT
  require_free "$ORTHANC_PORT" ORTHANC_PORT
  require_free "$ORTHANC_DICOM_PORT" ORTHANC_DICOM_PORT
  local password
  password=$(od -An -N16 -tx1 /dev/urandom | tr -d ' \n')
  directory=$(mktemp -d "${TMPDIR:-/tmp}/kairos-services.XXXXXX")
  chmod 711 "$directory"
  # Written first, so that `stop` finds what a failed start leaves behind.
  (umask 077 && cat >"$ENV_FILE") <<ENV
KAIROS_TEST_POSTGRES_URL=postgres://kairos:$password@127.0.0.1:$POSTGRES_PORT/kairos
KAIROS_TEST_ORTHANC_URL=http://127.0.0.1:$ORTHANC_PORT
KAIROS_TEST_CHROMIUM=$(command -v chromium)
SERVICES_DIRECTORY=$directory
ENV
  start_postgres "$password"
  start_orthanc
  cat "$ENV_FILE"
}

# --- stop ---------------------------------------------------------------------------------------------------

stop() {
  local SERVICES_DIRECTORY=''
  [[ -f $ENV_FILE ]] || return 0
  # shellcheck disable=SC1090
  source "$ENV_FILE"
  if [[ $SERVICES_DIRECTORY == */kairos-services.* && -d $SERVICES_DIRECTORY ]]; then
    stop_by_pid TERM "$SERVICES_DIRECTORY/orthanc/pid"
    stop_by_pid INT "$SERVICES_DIRECTORY/postgres/cluster/postmaster.pid"
    rm -rf "$SERVICES_DIRECTORY"
  fi
  rm -f "$ENV_FILE"
}

stop_by_pid() {
  [[ -f $2 ]] || return 0
  local pid
  pid=$(head -n 1 "$2")
  kill "-$1" "$pid" 2>/dev/null || return 0
  for _ in $(seq 1 60); do
    kill -0 "$pid" 2>/dev/null || return 0
    sleep 0.5
  done
  kill -KILL "$pid" 2>/dev/null || true
}

case ${1:-start} in
  start) start ;;
  stop) stop ;;
  *) fail 'usage: scripts/services.sh [start|stop]' ;;
esac
