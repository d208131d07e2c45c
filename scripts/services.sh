#!/usr/bin/env bash
# Makes sure that PostgreSQL, Redis and libfaketime (a wrong clock, for tests) are here, and Chromium with the argument "browser":
# installs them as root on Debian, else says what to do.
set -euo pipefail

missing=()
compgen -G "/usr/lib/postgresql/*/bin/initdb" >/dev/null || command -v initdb >/dev/null || missing+=(postgresql)
command -v redis-server >/dev/null || missing+=(redis-server)
compgen -G "/usr/lib/*/faketime/libfaketimeMT.so.1" >/dev/null || missing+=(faketime)
[[ ${1:-} != browser ]] || command -v chromium >/dev/null || missing+=(chromium)
((${#missing[@]})) || exit 0

if [[ $(id -u) -eq 0 ]] && command -v apt-get >/dev/null; then
  echo "Installing ${missing[*]} (once)"
  export DEBIAN_FRONTEND=noninteractive
  apt-get update -qq
  # The packages would start servers of their own; the tests start private ones.
  printf '#!/bin/sh\nexit 101\n' >/usr/sbin/policy-rc.d
  chmod +x /usr/sbin/policy-rc.d
  trap 'rm -f /usr/sbin/policy-rc.d' EXIT
  apt-get install -y -qq --no-install-recommends "${missing[@]}" >/dev/null
  exit 0
fi

echo "This needs ${missing[*]}. Install with: sudo apt-get install -y ${missing[*]}" >&2
exit 1
