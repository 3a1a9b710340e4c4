# The bot: see docs/deploy.md; compose.yaml runs it. The worker has its own Dockerfile, in worker/.
#
#   docker build -t darkroom .
#
# Needs BuildKit (Docker 23 or later), which reads Dockerfile.dockerignore, the list of the build's files.

# The same Node as in package.json, on the glibc that better-sqlite3 and sharp have binaries for.
ARG NODE_IMAGE=node:22.23.3-trixie-slim


# --- The build, which stays behind in this stage -----------------------------------------------------
FROM ${NODE_IMAGE} AS build
WORKDIR /darkroom
COPY package.json package-lock.json .npmrc ./
# No install scripts: the only useful one would install a second Node.
RUN npm ci --ignore-scripts --no-audit --no-fund
COPY tsconfig.json tsconfig.build.json run-built.js LICENSE ./
COPY commands commands
COPY nodes nodes
COPY packages packages
COPY public-endpoints public-endpoints
COPY src src
COPY terms terms
RUN npm run build
# Removes what the bot does not use: SQLite's sources, the playground's page, binaries for other systems, what charts need
# neither of ECharts nor of its fonts' weights. chmod makes it readable for the bot's user whatever umask this folder was made with.
RUN npm prune --omit=dev --ignore-scripts --no-audit --no-fund \
    && cd node_modules/better-sqlite3 && rm -r deps src prebuilds/darwin-* prebuilds/win32-* prebuilds/linuxmusl-* \
    && find ../echarts ../zrender ../@expo-google-fonts -type f ! -name package.json ! -name 'LICENSE*' ! -name NOTICE \
        ! -name echarts.esm.min.mjs ! -path '*/500Medium/*.ttf' -delete \
    && cd /darkroom && rm -r node_modules/node node_modules/.bin dist/playground dist/.tsbuildinfo \
    && chmod -R a+rX .


# --- The bot -----------------------------------------------------------------------------------------
FROM ${NODE_IMAGE}
WORKDIR /darkroom
COPY --from=build /darkroom/package.json /darkroom/run-built.js /darkroom/LICENSE ./
COPY --from=build /darkroom/node_modules node_modules
COPY --from=build /darkroom/dist dist
RUN install -d -o node -g node /data /marker
# The bot writes only to /data, and its database's marker to /marker. SQLite's temporary files go to /data, since migrating a
# large database needs more room than a /tmp in memory has. npm neither checks for updates nor logs.
ENV DATABASE_PATH=/data/darkroom.sqlite \
    DATABASE_MARKER_DIR=/marker \
    WORKFLOWS_DIR=/workflows \
    METRICS_PORT=9464 \
    SQLITE_TMPDIR=/data \
    NPM_CONFIG_UPDATE_NOTIFIER=false \
    NPM_CONFIG_LOGS_MAX=0
USER node
VOLUME /data /marker
# Run it with an init (docker run --init): a bot that stands still kills itself, which process 1 cannot.
STOPSIGNAL SIGTERM
HEALTHCHECK --interval=30s --timeout=5s --start-period=120s --retries=3 \
    CMD ["node", "--eval", "fetch('http://127.0.0.1:' + process.env.METRICS_PORT + '/healthz').then(({ ok }) => process.exit(ok ? 0 : 1), () => process.exit(1))"]
# What npm start does, without npm, which would hold back signals.
CMD ["node", "--expose-gc", "--v8-pool-size=1", "--max-semi-space-size=8", "run-built.js", "dist/src/main.js"]
