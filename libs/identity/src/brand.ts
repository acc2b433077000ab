declare const brand: unique symbol;

/** A string that can only be made by its own constructor, so two kinds of id cannot be swapped. */
export type Brand<Name extends string> = string & { readonly [brand]: Name };
