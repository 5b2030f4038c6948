/** Steps that were done on a sheet, to be undone and done again, as many as there are. */

export interface Change {
  readonly cell: string;
  readonly before: string;
  readonly after: string;
}

export interface Steps {
  readonly add: (changes: readonly Change[]) => void;
  readonly undo: () => readonly Change[];
  readonly redo: () => readonly Change[];
}

/** Returns an empty list of steps; a new step forgets what was undone. */
export function steps(): Steps {
  const done: (readonly Change[])[] = [];
  let undone: (readonly Change[])[] = [];
  return {
    add: (changes) => {
      const real = changes.filter(({ before, after }) => before !== after);
      if (!real.length) return;
      done.push(real);
      undone = [];
    },
    undo: () => {
      const step = done.pop();
      if (!step) return [];
      undone.push(step);
      return step.map(({ cell, before, after }) => ({ cell, before: after, after: before }));
    },
    redo: () => {
      const step = undone.pop();
      if (!step) return [];
      done.push(step);
      return step;
    },
  };
}
