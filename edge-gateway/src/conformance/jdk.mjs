// Finds a JDK 25 the way the launcher does: where it is usually put, whichever Java runs Maven.
import fs from 'node:fs'
import os from 'node:os'
import path from 'node:path'

const PLACES = [
  '/usr/lib/jvm',
  '/Library/Java/JavaVirtualMachines',
  path.join(os.homedir(), '.sdkman/candidates/java'),
  path.join(os.homedir(), '.jdks')
]

/** The java program of a JDK 25; throws if there is none. */
export function findJava () {
  const homes = [process.env.TIDELINE_JAVA_HOME, process.env.JAVA_HOME, ...PLACES.flatMap(children)].filter(Boolean)
  const home = homes.flatMap(one => [one, path.join(one, 'Contents/Home')]).find(is25)
  if (!home) throw new Error('no JDK 25 found: set JAVA_HOME to one')
  return path.join(home, 'bin', 'java')
}

function children (place) {
  return fs.existsSync(place) ? fs.readdirSync(place).map(name => path.join(place, name)) : []
}

function is25 (home) {
  const release = path.join(home, 'release')
  return fs.existsSync(release) && /^JAVA_VERSION="25[."]/m.test(fs.readFileSync(release, 'utf8'))
}
