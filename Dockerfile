# The image of every process: the web server by default, a worker with another command.
FROM node:20-slim AS pages
WORKDIR /app/frontend
COPY frontend/package.json frontend/package-lock.json ./
RUN --mount=type=cache,target=/root/.npm npm ci --no-audit --no-fund
COPY frontend ./
RUN npm run build

FROM python:3.11-slim AS build
COPY --from=ghcr.io/astral-sh/uv:0.13 /uv /usr/local/bin/uv
WORKDIR /app
ENV UV_COMPILE_BYTECODE=1 UV_LINK_MODE=copy
COPY pyproject.toml uv.lock ./
RUN --mount=type=cache,target=/root/.cache/uv uv sync --frozen --no-dev
COPY . .
COPY --from=pages /app/frontend/dist frontend/dist

FROM python:3.11-slim
RUN useradd --create-home --uid 10001 allma && install -d -o allma /var/lib/allma
WORKDIR /app
COPY --from=build --chown=allma /app /app
USER allma
ENV PATH=/app/.venv/bin:$PATH PYTHONUNBUFFERED=1 ALLMA_DATA_DIR=/var/lib/allma ALLMA_HOST=0.0.0.0 ALLMA_LOG_FORMAT=json
VOLUME /var/lib/allma
EXPOSE 8000
HEALTHCHECK --interval=10s --timeout=3s --start-period=20s \
  CMD ["python", "-c", "import urllib.request as u; u.urlopen('http://127.0.0.1:8000/healthz', timeout=2)"]
CMD ["python", "-m", "allma_site.serve"]
