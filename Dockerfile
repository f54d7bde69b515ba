# Two stages: the first installs hash-locked packages, the second holds only what runs.
ARG PYTHON_IMAGE=python:3.13-slim

FROM ${PYTHON_IMAGE} AS build
WORKDIR /src
# ldconfig: a Python that was copied into the base is found only then; official images have run it already.
RUN ldconfig && python -m venv /opt/mlsd
COPY requirements.lock ./
RUN /opt/mlsd/bin/pip install --no-cache-dir --disable-pip-version-check --require-hashes -r requirements.lock
COPY pyproject.toml README.md LICENSE ./
COPY bot bot
COPY cards cards
COPY migrations migrations
RUN /opt/mlsd/bin/pip install --no-cache-dir --disable-pip-version-check --no-deps . \
 && rm -rf /opt/mlsd/lib/python*/site-packages/pip*

FROM ${PYTHON_IMAGE}
RUN ldconfig \
 && useradd --uid 10001 --no-create-home --home-dir /data --shell /usr/sbin/nologin mlsd \
 && mkdir /data && chown mlsd:mlsd /data
COPY --from=build /opt/mlsd /opt/mlsd
ENV PATH=/opt/mlsd/bin:$PATH \
    PYTHONUNBUFFERED=1 \
    PYTHONDONTWRITEBYTECODE=1 \
    MLSD_DATA_DIR=/data \
    MLSD_LOG_DIR=/data/log
USER 10001:10001
WORKDIR /data
VOLUME /data
HEALTHCHECK --interval=1m --timeout=10s CMD ["mlsd", "doctor"]
ENTRYPOINT ["mlsd"]
CMD ["drill", "--plain"]
