"""The commands `counterpromo schema ...`."""
