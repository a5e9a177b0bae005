export const themeKey = "hallway.theme";

/** Runs before the first paint, so that no wrong colours flash. Kept to what any browser can run. */
export const themeScript = `(function(){try{var c=localStorage.getItem("${themeKey}")}catch(e){}
var d=c==="dark"||(c!=="light"&&matchMedia("(prefers-color-scheme: dark)").matches);
document.documentElement.classList.toggle("dark",d)})()`;
