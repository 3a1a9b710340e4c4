/** How many choices Discord takes of an option, and how many it shows to whoever types. */
export const MOST_CHOICES = 25;

/** How long Discord takes what a choice is called, its value, and what is said of it in a menu, in characters. */
export const LONGEST_CHOICE = 100;
