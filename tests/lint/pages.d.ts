/** What the theme tells its scripts of a page. */
declare const __md_scope: URL;
