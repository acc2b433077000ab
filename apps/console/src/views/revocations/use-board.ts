import { useEffect, useState, useSyncExternalStore } from 'react';
import { emptyBoard, type Board } from './board.js';
import { BoardStore } from './board-store.js';

export interface BoardControl {
  readonly board: Board;
  readonly store: BoardStore | undefined;
}

const nothing = () => () => undefined;

/** The live board for as long as the page is shown. `onSessionEnded` must keep its identity. */
export function useBoard(onSessionEnded: () => void): BoardControl {
  const [store, setStore] = useState<BoardStore>();
  useEffect(() => {
    const own = new BoardStore(onSessionEnded);
    setStore(own);
    return own.start();
  }, [onSessionEnded]);
  const board = useSyncExternalStore(store?.subscribe ?? nothing, store?.snapshot ?? (() => emptyBoard));
  return { board, store };
}
