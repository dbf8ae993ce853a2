# The image holds Python, the bot and nothing that builds it. It runs as its own user and
# keeps everything in /data.
FROM python:3.13-slim AS build
WORKDIR /source
COPY pyproject.toml README.md LICENSE ./
COPY bot bot
COPY storage storage
RUN python -m venv /venv && /venv/bin/pip install --no-cache-dir ".[postgres]"

FROM python:3.13-slim
RUN useradd --create-home --home-dir /data --uid 10001 reader
COPY --from=build /venv /venv
USER reader
WORKDIR /data
VOLUME /data
ENV PATH=/venv/bin:$PATH PYTHONUNBUFFERED=1
STOPSIGNAL SIGTERM
ENTRYPOINT ["news-digest-bot"]
CMD ["run"]
