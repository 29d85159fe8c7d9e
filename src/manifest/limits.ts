/** So many problems of one file are listed, the first ones: a hostile file could have millions. */
export const maxDiagnostics: number = 1000;
