# Reads every table of the package through its descriptor, with jsonlite and base R alone.
descriptor <- jsonlite::read_json("datapackage.json")
classes <- c(string = "character", integer = "numeric", number = "numeric", boolean = "character", date = "Date")
read_table <- function(resource) {
  fields <- jsonlite::read_json(resource$schema)$fields
  types <- vapply(fields, function(field) classes[[field$type]], "")
  names(types) <- vapply(fields, function(field) field$name, "")
  read.csv(resource$path, colClasses = types, na.strings = "", encoding = "UTF-8", check.names = FALSE)
}
tables <- lapply(descriptor$resources, read_table)
names(tables) <- vapply(descriptor$resources, function(resource) resource$name, "")
figures <- tables$figures
