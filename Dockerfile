# The bot: docs/deploy.md says how it is run, and compose.yaml runs it. The worker has a Dockerfile of its own, in worker/.
#
#   docker build -t darkroom .
#
# BuildKit is needed (Docker 23 or later): it is that which reads Dockerfile.dockerignore, where
# everything stands that the build is given.

# The Node that package.json has for everybody else, on the glibc that better-sqlite3 and sharp bring compiled files for.
ARG NODE_IMAGE=node:22.23.3-trixie-slim


# --- Everything that building needs, which stays behind in this stage --------------------------------
FROM ${NODE_IMAGE} AS build
WORKDIR /darkroom
COPY package.json package-lock.json .npmrc ./
# No package's own script is run: the only one of use would bring a second Node.
RUN npm ci --ignore-scripts --no-audit --no-fund
COPY tsconfig.json tsconfig.build.json run-built.js LICENSE ./
COPY commands commands
COPY nodes nodes
COPY public-endpoints public-endpoints
COPY sandbox sandbox
COPY src src
COPY terms terms
RUN npm run build
# What is left of the packages and of what was built, the bot has no use for: SQLite's sources, the page of
# the playground, and compiled files for other systems. Who runs it has to be able to read it, whatever umask this
# folder was made with.
RUN npm prune --omit=dev --ignore-scripts --no-audit --no-fund \
    && cd node_modules/better-sqlite3 && rm -r deps src prebuilds/darwin-* prebuilds/win32-* prebuilds/linuxmusl-* \
    && cd /darkroom && rm -r node_modules/node node_modules/.bin dist/playground dist/.tsbuildinfo \
    && chmod -R a+rX .


# --- The bot -----------------------------------------------------------------------------------------
FROM ${NODE_IMAGE}
WORKDIR /darkroom
COPY --from=build /darkroom/package.json /darkroom/run-built.js /darkroom/LICENSE ./
COPY --from=build /darkroom/node_modules node_modules
COPY --from=build /darkroom/dist dist
RUN install -d -o node -g node /data /marker
# The bot writes to /data only, and its database's marker to /marker. SQLite's temporary files go to /data: a migration of a large database
# needs more room for them than a /tmp in memory has. npm looks for no newer one of itself, and logs nothing.
ENV DATABASE_PATH=/data/darkroom.sqlite \
    DATABASE_MARKER_DIR=/marker \
    WORKFLOWS_DIR=/workflows \
    METRICS_PORT=9464 \
    SQLITE_TMPDIR=/data \
    NPM_CONFIG_UPDATE_NOTIFIER=false \
    NPM_CONFIG_LOGS_MAX=0
USER node
VOLUME /data /marker
# Run it with an init (docker run --init): a process 1 cannot kill itself, which the bot does where it stands still.
STOPSIGNAL SIGTERM
HEALTHCHECK --interval=30s --timeout=5s --start-period=120s --retries=3 \
    CMD ["node", "--eval", "fetch('http://127.0.0.1:' + process.env.METRICS_PORT + '/healthz').then(({ ok }) => process.exit(ok ? 0 : 1), () => process.exit(1))"]
# What npm start does, without npm in between, which would hold back signals.
CMD ["node", "--expose-gc", "--v8-pool-size=1", "--max-semi-space-size=8", "run-built.js", "dist/src/main.js"]
