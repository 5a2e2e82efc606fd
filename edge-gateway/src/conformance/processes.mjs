// The two processes under test, on free ports of the loopback interface.
import { spawn } from 'node:child_process'
import fs from 'node:fs'
import { createRequire } from 'node:module'
import net from 'node:net'
import path from 'node:path'

const started = []

export async function startOrigin (name) {
  const suite = path.dirname(createRequire(import.meta.url).resolve('http-cache-tests/package.json'))
  const port = await freePort()
  start(`origin-${name}`, process.execPath, ['server/server.mjs'], {
    cwd: suite,
    env: {
      ...process.env,
      npm_config_protocol: 'http',
      npm_config_port: String(port),
      npm_config_pidfile: path.join(process.cwd(), `origin-${name}.pid`)
    }
  })
  await answers(`http://127.0.0.1:${port}/package.json`)
  return `http://127.0.0.1:${port}`
}

/** One route to the origin, under the given policy; no region, no purge log. */
export async function startGateway (java, jar, origin, policy, more) {
  const port = await freePort()
  const management = await freePort()
  const route = '--spring.cloud.gateway.server.webflux.routes[0]'
  start(`gateway-${policy}`, java, [
    // A class path instead of the jar saves packaging while one works on the gateway.
    ...(jar.includes(path.delimiter) ? ['-cp', jar, 'dev.tideline.gateway.EdgeGateway'] : ['-jar', jar]),
    `--server.port=${port}`,
    '--server.address=127.0.0.1',
    `--management.server.port=${management}`,
    '--management.server.address=127.0.0.1',
    '--tideline.coherence.enabled=false',
    '--tideline.cache.l2.enabled=false',
    `${route}.id=conformance`,
    `${route}.uri=${origin}`,
    `${route}.predicates[0]=Path=/**`,
    `${route}.metadata.cache.policy=${policy}`,
    ...more
  ], {})
  await answers(`http://127.0.0.1:${management}/actuator/health/liveness`)
  return `http://127.0.0.1:${port}`
}

export async function stopAll () {
  await Promise.all(started.splice(0).map(child => new Promise(resolve => {
    if (child.exitCode !== null) return resolve()
    child.once('exit', resolve)
    child.kill('SIGTERM')
    setTimeout(() => child.kill('SIGKILL'), 5000).unref()
  })))
}

function start (name, command, args, options) {
  const log = fs.openSync(`${name}.log`, 'w')
  const child = spawn(command, args, { ...options, stdio: ['ignore', log, log] })
  child.once('error', error => console.error(`${name}: ${error.message}`))
  started.push(child)
}

async function answers (url) {
  for (let i = 0; i < 240; i++) {
    if (started.some(child => child.exitCode !== null)) break
    try {
      if ((await fetch(url)).ok) return
    } catch { /* not yet */ }
    await new Promise(resolve => setTimeout(resolve, 250))
  }
  throw new Error(`nothing answers at ${url}; see the *.log files in ${process.cwd()}`)
}

function freePort () {
  return new Promise((resolve, reject) => {
    const server = net.createServer()
    server.once('error', reject)
    server.listen(0, '127.0.0.1', () => {
      const { port } = server.address()
      server.close(() => resolve(port))
    })
  })
}
