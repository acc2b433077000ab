/**
 * Runs in every page of the suite before the page's own scripts: tells the console of policy violations, remembers through which stages
 * each revocation was seen to go, and knows how to look for faults.
 */
(() => {
  document.addEventListener('securitypolicyviolation', ({ violatedDirective, blockedURI }) =>
    console.error(`policy violated: ${violatedDirective} ${blockedURI}`),
  );

  const seen = new Map();

  function look() {
    for (const card of document.querySelectorAll('li[data-stage]:has([data-revocation])')) {
      const id = card.querySelector('[data-revocation]').dataset.revocation;
      const stages = seen.get(id) ?? [];
      if (stages.at(-1) !== card.dataset.stage) seen.set(id, [...stages, card.dataset.stage]);
    }
  }
  new MutationObserver(look).observe(document, { subtree: true, childList: true, attributes: true });

  const visible = (element) => element.checkVisibility({ opacityProperty: true, visibilityProperty: true });

  function overflowing() {
    const wider = document.documentElement.scrollWidth - window.innerWidth;
    const cut = [...document.querySelectorAll('body *')].filter((element) => {
      const { overflowX, textOverflow } = getComputedStyle(element);
      const told = overflowX === 'auto' || overflowX === 'scroll' || textOverflow === 'ellipsis';
      return (
        visible(element) &&
        element.clientWidth > 1 &&
        element.scrollWidth > element.clientWidth + 1 &&
        !told &&
        element.textContent.trim() !== ''
      );
    });
    return [
      ...(wider > 0 ? [`${wider} px wider than the window`] : []),
      ...cut.map(
        (element) =>
          `cut off: ${element.tagName} ${element.className}: ${element.textContent.trim().slice(0, 40)}`,
      ),
    ];
  }

  const channel = (value) =>
    value / 255 <= 0.04045 ? value / 255 / 12.92 : ((value / 255 + 0.055) / 1.055) ** 2.4;
  const luminance = ([r, g, b]) => 0.2126 * channel(r) + 0.7152 * channel(g) + 0.0722 * channel(b);
  const ratio = (a, b) => (Math.max(a, b) + 0.05) / (Math.min(a, b) + 0.05);
  const over = ([r, g, b, a], below) => [r, g, b].map((value, n) => value * a + below[n] * (1 - a));

  /** Texts whose contrast with what lies behind them is below WCAG 2.2 AA: 4.5, or 3 for large text. */
  function lowContrast() {
    const canvas = new OffscreenCanvas(1, 1).getContext('2d', { willReadFrequently: true });
    const known = new Map();
    const rgba = (color) => {
      if (!known.has(color)) known.set(color, draw(color));
      return known.get(color);
    };
    const draw = (color) => {
      canvas.clearRect(0, 0, 1, 1);
      canvas.fillStyle = color;
      canvas.fillRect(0, 0, 1, 1);
      const [r, g, b, a] = canvas.getImageData(0, 0, 1, 1).data;
      return [r, g, b, a / 255];
    };
    const behind = (element) => {
      const own = rgba(getComputedStyle(element).backgroundColor);
      if (own[3] === 1) return own.slice(0, 3);
      return over(own, element.parentElement ? behind(element.parentElement) : [255, 255, 255]);
    };
    const found = [];
    const texts = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
    while (texts.nextNode()) {
      const element = texts.currentNode.parentElement;
      const words = texts.currentNode.textContent.trim();
      if (words === '' || !visible(element)) continue;
      const style = getComputedStyle(element);
      const back = behind(element);
      const contrast = ratio(luminance(over(rgba(style.color), back)), luminance(back));
      const size = parseFloat(style.fontSize);
      const large = size >= 24 || (size >= 18.66 && Number(style.fontWeight) >= 700);
      if (contrast < (large ? 3 : 4.5))
        found.push(`contrast ${contrast.toFixed(2)}: "${words.slice(0, 40)}"`);
    }
    return [...new Set(found)];
  }

  const frame = () => new Promise((resolve) => requestAnimationFrame(resolve));

  /** Colours and places are where they are going to be. */
  async function settled() {
    do {
      await Promise.allSettled(document.getAnimations().map(({ finished }) => finished));
      await frame();
    } while (document.getAnimations().length > 0);
  }

  window.inPage = {
    async faults() {
      await settled();
      return [...lowContrast(), ...overflowing()];
    },
    stagesOf: (revocationId) => seen.get(revocationId) ?? [],
  };
})();
