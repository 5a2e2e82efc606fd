-- Which write made a version, so that readers can be told which writes an answer shows. Unknown for older rows.
alter table resources add column part int, add column off bigint;
