import { styleText } from 'node:util';

/** Shows what goes on: one living line on a terminal, a line for each change elsewhere. */
export class ProgressLine {
  #from = Date.now();
  readonly #live = process.stdout.isTTY;
  #text = '';
  #timer: NodeJS.Timeout | undefined;

  show(text: string): void {
    if (text === this.#text) return;
    this.#text = text;
    if (!this.#live) {
      process.stdout.write(`… ${text}\n`);
      return;
    }
    this.#timer ??= setInterval(() => this.#draw(), 200);
    this.#draw();
  }

  done(text: string): void {
    clearInterval(this.#timer);
    this.#timer = undefined;
    this.#text = '';
    const seconds = this.#seconds();
    this.#from = Date.now();
    process.stdout.write(
      `${this.#live ? '\r\u001b[2K' : ''}${colour('green', '✓')} ${text} (${seconds} s)\n`,
    );
  }

  stop(): void {
    clearInterval(this.#timer);
    if (this.#live) process.stdout.write('\r\u001b[2K');
  }

  #draw(): void {
    process.stdout.write(`\r\u001b[2K… ${this.#text} ${this.#seconds()} s`);
  }

  #seconds(): string {
    return ((Date.now() - this.#from) / 1000).toFixed(1);
  }
}

type Colour = Parameters<typeof styleText>[0];

/** Colours on a terminal only, and not where `NO_COLOR` asks for none. */
export function colour(format: Colour, text: string): string {
  return styleText(format, text, { stream: process.stdout });
}
