# docker build -t kairos .
# docker run -p 127.0.0.1:8080:8080 -e ALLOW_ANONYMOUS=true -v kairos-data:/data kairos
#
# ALLOW_ANONYMOUS is the operator's decision and is not set here: inside a container Kairos listens beyond
# loopback, and without it or CDS_CLIENTS refuses to start. Publish the port on loopback, or behind a gateway that
# authenticates; with CDS_CLIENTS (docs/client-authentication.md) Kairos authenticates the EHRs itself.
# Set BASE_URL to the address at which browsers and EHRs reach it: card links are built from it.

FROM node:24-bookworm-slim AS dependencies
WORKDIR /app
COPY package.json package-lock.json .npmrc ./
RUN npm ci --omit=dev

# What both images hold: only what `kairos serve` reads.
FROM scratch AS application
COPY package.json LICENSE NOTICE /app/
COPY src /app/src
COPY models /app/models
COPY fhir-profiles /app/fhir-profiles
COPY demo /app/demo

# TensorFlow on CUDA, for training: docker build --target gpu -t kairos:gpu .
# tfjs-node-gpu is not a dependency because its install script downloads TensorFlow from outside the package
# registry. Its TensorFlow (2.9) needs CUDA 11 and cuDNN 8. Release 4.22.0 calls `util.isNullOrUndefined`, which
# Node 23 removed (https://github.com/tensorflow/tfjs/issues/8609): `tfjs/backend.ts` restores it.
FROM node:24-bookworm AS gpu-dependencies
WORKDIR /app
COPY --from=dependencies /app ./
RUN npm install --no-save --omit=dev @tensorflow/tfjs-node-gpu@4.22.0

FROM nvidia/cuda:11.8.0-cudnn8-runtime-ubuntu22.04 AS gpu
COPY --from=dependencies /usr/local/bin/node /usr/local/bin/node
RUN useradd --create-home --uid 1000 node && install -d -o node -g node /data
WORKDIR /app
COPY --from=gpu-dependencies /app/node_modules ./node_modules
COPY --from=application /app ./
ENV NODE_ENV=production HOST=0.0.0.0 PORT=8080 DATA_DIR=/data
USER node
VOLUME /data
EXPOSE 8080
HEALTHCHECK --interval=30s --timeout=5s --start-period=30s CMD ["node", "-e", "fetch(`http://127.0.0.1:${process.env.PORT}/livez`).then((r) => process.exit(r.ok ? 0 : 1), () => process.exit(1))"]
CMD ["node", "src/main.ts", "serve"]

# Last, so that it is what `docker build .` builds.
FROM node:24-bookworm-slim AS kairos
RUN install -d -o node -g node /data
WORKDIR /app
COPY --from=dependencies /app/node_modules ./node_modules
COPY --from=application /app ./
ENV NODE_ENV=production HOST=0.0.0.0 PORT=8080 DATA_DIR=/data
USER node
VOLUME /data
EXPOSE 8080
HEALTHCHECK --interval=30s --timeout=5s --start-period=30s CMD ["node", "-e", "fetch(`http://127.0.0.1:${process.env.PORT}/livez`).then((r) => process.exit(r.ok ? 0 : 1), () => process.exit(1))"]
CMD ["node", "src/main.ts", "serve"]
