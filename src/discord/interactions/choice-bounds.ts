/** How many choices Discord takes of an option, and how many it shows to whoever types. */
export const MOST_CHOICES = 25;

/** Discord's bound for a choice's name and for its value, in characters, by its documentation. */
export const LONGEST_CHOICE = 100;
