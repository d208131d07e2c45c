#!/usr/bin/env bash
# Checks docker-compose.yml where Docker Compose is; says so where it is not.
set -euo pipefail

if docker compose version >/dev/null 2>&1; then
  docker compose --file docker-compose.yml config --quiet
elif command -v docker-compose >/dev/null; then
  docker-compose --file docker-compose.yml config --quiet
else
  echo "Docker Compose is not here: docker-compose.yml is not checked."
fi
